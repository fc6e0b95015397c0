"""What we read in a picture file, beside what exiftool reads in it.

In:  data/formats/photos (BACKFILE_DATA): all its pictures and XMP files. exiftool where it is installed;
     where it is not, the tags kept in exiftool/expected are compared for the pictures they belong to.
Out: exit 1 with each word that differs. Every file is read, the corrupt ones too: none may end the program.

A field has several tags, in the order in which we believe them (XMP, IIM, Exif; IIM first where its digest
says that it was changed alone): the first that is there is the one that must be ours.
"""

import json
import os
import re
import shutil
import subprocess
import sys

# Field of ours -> the group and tag of each source: XMP, IIM, Exif, others.
TAGS = {
    "title": (["XMP-dc:Title"], ["IPTC:ObjectName"], ["IFD0:XPTitle", "PNG:Title"]),
    "headline": (["XMP-photoshop:Headline"], ["IPTC:Headline"], []),
    "caption": (
        ["XMP-dc:Description", "XMP-tiff:ImageDescription"],
        ["IPTC:Caption-Abstract"],
        ["IFD0:ImageDescription", "IFD0:XPComment", "IFD0:XPSubject", "PNG:Description"],
    ),
    "alt": (["XMP-iptcCore:AltTextAccessibility"], [], []),
    "creators": (["XMP-dc:Creator", "XMP-tiff:Artist"], ["IPTC:By-line"], ["IFD0:Artist", "IFD0:XPAuthor"]),
    "creator_title": (["XMP-photoshop:AuthorsPosition"], ["IPTC:By-lineTitle"], []),
    "credit": (["XMP-photoshop:Credit"], ["IPTC:Credit"], []),
    "source": (["XMP-dc:Source", "XMP-photoshop:Source"], ["IPTC:Source"], []),
    "copyright": (["XMP-dc:Rights", "XMP-tiff:Copyright"], ["IPTC:CopyrightNotice"], ["IFD0:Copyright"]),
    "created": (
        ["XMP-photoshop:DateCreated", "XMP-exif:DateTimeOriginal", "XMP-xmp:CreateDate"],
        ["IPTC:DateCreated"],
        ["ExifIFD:DateTimeOriginal", "ExifIFD:CreateDate"],
    ),
    "job_id": (["XMP-photoshop:TransmissionReference"], ["IPTC:OriginalTransmissionReference"], []),
    "instructions": (["XMP-photoshop:Instructions"], ["IPTC:SpecialInstructions"], []),
    "city": (["XMP-photoshop:City"], ["IPTC:City"], []),
    "state": (["XMP-photoshop:State"], ["IPTC:Province-State"], []),
    "country": (["XMP-photoshop:Country"], ["IPTC:Country-PrimaryLocationName"], []),
    "country_code": (["XMP-iptcCore:CountryCode"], ["IPTC:Country-PrimaryLocationCode"], []),
    "location": (["XMP-iptcCore:Location"], ["IPTC:Sub-location"], []),
    "event": (["XMP-iptcExt:Event"], [], []),
    "usage_terms": (["XMP-xmpRights:UsageTerms"], [], []),
    "keywords": (["XMP-dc:Subject"], ["IPTC:Keywords"], ["IFD0:XPKeywords"]),
    "persons": (["XMP-iptcExt:PersonInImage"], [], []),
    "comment": (["XMP-exif:UserComment"], [], ["ExifIFD:UserComment"]),
}
LISTS = {"creators", "keywords", "persons"}
# Names of cameras that stand where a description belongs are not taken for one.
CAMERAS = re.compile(
    r"(?i)^(olympus digital camera|sony dsc|minolta digital camera|kodak.*|samsung|default)$"
)


def files_of(folder):
    found = []
    for base, folders, names in os.walk(folder):
        folders.sort()
        found += [
            os.path.join(base, name)
            for name in sorted(names)
            if name.lower().endswith((".jpg", ".png", ".psd", ".xmp"))
        ]
    return found


def read_ours(program, paths):
    done = subprocess.run([program] + paths, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if done.returncode != 0:
        sys.exit(
            "reading ends with %d\n%s" % (done.returncode, done.stderr.decode("utf-8", "replace")[-3000:])
        )
    ours, words = {}, None
    for line in done.stdout.decode("utf-8").splitlines():
        name, _, text = line.partition("\t")
        if name == "FILE":
            words = ours.setdefault(text, {})
        else:
            words.setdefault(name, []).append(text.replace("\\n", "\n"))
    return ours


def read_with_exiftool(paths):
    command = ["exiftool", "-j", "-G1", "-a", "-api", "MissingTagValue=", "-charset", "filename=utf8"] + paths
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300)
    return {entry["SourceFile"]: entry for entry in json.loads(done.stdout.decode("utf-8", "replace"))}


def read_kept(folder):
    """exiftool's own expectations: "[IPTC, IPTC, Author] 80 - By-line: Phil Harvey", by picture."""
    kept = {}
    for name in sorted(os.listdir(folder)):
        tags, groups = {}, {}
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            for line in file:
                found = re.match(r"\[\w+, ([\w-]+), \w+\] (\S+) - ([^:]+): (.*)", line.rstrip("\n"))
                if found:
                    label = found.group(3).strip()
                    tags.setdefault("%s:%s" % (found.group(1), spelled(label)), found.group(4))
                    groups[label] = found.group(4)
        picture = os.path.basename(groups.get("File Name", ""))
        if picture and not name.startswith(("XMP_3", "ExifTool_2")):
            kept[picture] = tags
    return kept


def spelled(label):
    """The tag's name for its description."""
    own = {
        "Caption-Abstract": "Caption-Abstract",
        "By-line": "By-line",
        "By-line Title": "By-lineTitle",
        "Province-State": "Province-State",
        "Sub-location": "Sub-location",
        "Country-Primary Location Name": "Country-PrimaryLocationName",
        "Country-Primary Location Code": "Country-PrimaryLocationCode",
        "Authors Position": "AuthorsPosition",
        "Date/Time Original": "DateTimeOriginal",
    }
    return own.get(label, label.replace(" ", ""))


def as_list(value):
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def sources_of(tags):
    """The three sources in the order in which they are believed."""
    current = tags.get("File:CurrentIPTCDigest") or tags.get("CurrentIPTCDigest")
    kept = tags.get("Photoshop:IPTCDigest")
    is_newer = bool(current and kept and current != kept)
    return (1, 0, 2) if is_newer else (0, 1, 2)


def wanted_of(field, tags):
    for source in sources_of(tags):
        for tag in TAGS[field][source]:
            values = [one for one in as_list(tags.get(tag, "")) if one.strip(" -:")]
            if values and not (field == "caption" and CAMERAS.match(values[0].strip())):
                return tag, values
    return None, []


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\x00", " ")).strip()


def digits(text):
    return re.sub(r"\D", "", text)


def is_same(field, tag, wanted, got):
    if field == "created":
        # A date with no year is none; ours may go on with a time from beside it.
        first = digits(wanted[0])[:8]
        return (
            not got and first.startswith("0000") or bool(got) and digits(got[0]).startswith(first.rstrip("0"))
        )
    if field in LISTS:
        joined = sorted({plain(piece) for one in wanted for piece in re.split(r"[,;]", one)} - {""})
        return joined == sorted({plain(piece) for one in got for piece in re.split(r"[,;]", one)} - {""})
    if field == "comment":
        return not got or plain(wanted[0]).startswith(plain(got[0])[:20])
    return (
        bool(got)
        and plain(got[0]).startswith(plain(wanted[0]))
        and (plain(got[0]) == plain(wanted[0]) or len(wanted[0]) >= 10)
    )


def compare(paths, ours, theirs):
    wrong, count = [], 0
    for path in paths:
        tags = theirs.get(path) or theirs.get(os.path.basename(path))
        if tags is None:
            continue
        for field in TAGS:
            tag, wanted = wanted_of(field, tags)
            got = ours[path].get(field, [])
            count += bool(wanted)
            if wanted and not is_same(field, tag, wanted, got):
                wrong.append("%s: %s (%s) is %r, not %r" % (os.path.basename(path), field, tag, got, wanted))
            elif got and not wanted:
                wrong.append("%s: %s is %r, and nobody says so" % (os.path.basename(path), field, got))
    return wrong, count


def main():
    data = os.environ.get(
        "BACKFILE_DATA", os.path.join(os.environ["BACKFILE_SOURCE"], "..", "shared", "data")
    )
    folder = os.path.join(data, "formats", "photos")
    if not os.path.isdir(folder):
        print("skipped: no folder %s" % folder)
        sys.exit(77)
    paths = files_of(folder)
    ours = read_ours(sys.argv[1], paths)
    failed = [path for path in paths if path not in ours]
    theirs = read_kept(os.path.join(folder, "exiftool", "expected"))
    wrong, count = compare(paths, ours, theirs)
    print("%d words of %d pictures against the kept tags" % (count, len(theirs)))
    if shutil.which("exiftool"):
        more, count = compare(paths, ours, read_with_exiftool(paths))
        wrong += more
        print("%d words of %d files against exiftool" % (count, len(paths)))
    else:
        print("exiftool is not installed: the kept tags alone were compared")
    for line in failed + wrong:
        print(line)
    sys.exit(1 if failed or wrong else 0)


if __name__ == "__main__":
    main()
