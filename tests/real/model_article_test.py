"""The model article, a page of which only the text is left, becomes what it is."""

import json
import os
import sys

import kit


def check(article):
    """Gives what is wrong, in words."""
    media = (article.get("media") or [{}])[0]
    paragraphs = [block for block in article["body"] if block["kind"] == "paragraph"]
    wanted = [
        ("headline", article["headline"], "Haftar Holds Secret Meetings in Rome on Migration"),
        ("media id", media.get("id"), "55384080"),
        (
            "caption",
            media.get("caption"),
            "Libyan General Khalifa Haftar addresses a press conference in Benghazi.",
        ),
        ("credit", media.get("credit", {}).get("agency"), "AP"),
        ("dateline", article["dateline"]["raw"], "Cairo-"),
        ("places", article["dateline"]["places"], ["Cairo"]),
        ("paragraphs", len(paragraphs), 11),
        ("blocks", len(article["body"]), 11),
        ("status", article["status"], "public"),
        ("language", article["lang"], "en"),
    ]
    wrong = ["%s is %r, not %r" % (what, is_, should) for what, is_, should in wanted if is_ != should]
    if not paragraphs[0]["text"].startswith("Cairo- Following an invitation"):
        wrong.append("the first paragraph begins %r" % paragraphs[0]["text"][:40])
    if not paragraphs[-1]["text"].endswith("the entry of Libyans into the United States."):
        wrong.append("the last paragraph ends %r" % paragraphs[-1]["text"][-40:])
    text = article.get("text", "\n\n".join(block["text"] for block in article["body"]))
    for furniture in ("Select Page", "Middle-east Arab News", "ASHARQ AL-AWSAT English Archive", "Media ID"):
        if furniture in text or furniture in article["headline"]:
            wrong.append("'%s' stands in headline or body" % furniture)
    for block in article["body"]:
        begin, end = block["span"]
        if text.encode("utf-8")[begin:end].decode("utf-8") != block["text"]:
            wrong.append("the span of block %d is not its text" % block["p"])
    return wrong


def main():
    source = kit.data("formats", "text", "model-article.txt")
    archive = kit.new_archive(
        os.path.join(os.getcwd(), "archive"), ["--title", "ASHARQ AL-AWSAT English Archive 2005 -2017"]
    )
    kit.run("import", archive, source)
    hits = json.loads(kit.run("search", archive, "haftar", "--format", "json"))
    if hits["total"] != 1:
        print("'haftar' finds %d articles" % hits["total"])
        return 1
    article = json.loads(kit.run("show", archive, hits["hits"][0]["id"], "--format", "json"))
    wrong = check(article)
    print("\n".join(wrong) if wrong else "the model article is what it should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
