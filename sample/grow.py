"""A crawl of one site with any number of articles: the sample's paragraphs, shuffled into new pieces.

In:  a number of articles and a seed.
Out: a WARC; for tests and benchmarks that need more articles than the sample has. The text says nothing, but
     it has the shape, the words and the markup of the sample, and every piece is another.
"""

import copy
import os
import random

import newspaper
import pages
from warcfile import Ticker, WarcWriter

HERE = os.path.dirname(os.path.abspath(__file__))


def write_site(path, count, seed):
    """Writes `count` article pages; gives their HTML bytes."""
    rng = random.Random(seed)
    every = newspaper.read_newspaper(os.path.join(HERE, "articles"))
    articles = [article for article in every if article.lang == "en" and not article.translation]
    paragraphs = [block for article in articles for block in article.blocks if block.kind == "paragraph"]
    words = sorted({w for block in paragraphs for w in block.lines[0].split() if w.isalpha() and len(w) > 4})
    clock = Ticker("2018-01-01T00:00:00Z", 1)
    total = 0
    with open(path + ".part", "wb") as file:
        writer = WarcWriter(file)
        writer.info(clock.tick(), [("software", "sample/grow.py")])
        for number in range(count):
            article = copy.copy(rng.choice(articles))
            article.slug = "piece-%d" % number
            article.id = 60000000 + number
            article.headline = " ".join(rng.choice(words) for _ in range(7)).capitalize()
            article.published = article.published.replace(
                year=rng.randrange(2008, 2018), month=rng.randrange(1, 13), day=rng.randrange(1, 29)
            )
            blocks = [rng.choice(paragraphs) for _ in range(rng.randrange(5, 16))]
            html = pages.article_page(article, rng.sample(articles, 5), blocks).encode("utf-8")
            total += len(html)
            headers = [("Content-Type", "text/html; charset=UTF-8")]
            writer.response(article.url, clock.tick(), 200, "OK", headers, html)
    os.replace(path + ".part", path)
    return total
