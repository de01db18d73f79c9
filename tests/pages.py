"""Invented web pages in the ways that sites write theirs: a review, and all that stands around it.

Each page is (its HTML, the paragraphs of its review, words that are none of it).
"""

from __future__ import annotations

PROSE = (
    "Loneliness has rarely looked so warm as it does in this film, and the camera knows it from the first shot.",
    "The city glows like an aquarium, and everyone in it is kind in the way that people are kind on trains.",
    "“The harbour forgets nobody,” says the old pilot, and the film spends two hours proving him wrong.",
    "I left the cinema wanting to call somebody, which may be the highest praise a film about telephones can earn.",
    "It is not a perfect film. It is a patient one, and patience is the rarer thing.",
)
TEASERS = (
    "A tender story about a fisherman and his son that never once raises its voice, and is louder for it.",
    "Ten films that understand the weather better than the people in them, from fog to drought.",
)
COMMENTS = (
    "Bob says: This is the best review of the film that I have read in many years, thank you so much for it.",
    "Carol replied: I could not disagree more, the middle hour is a long nap with a beautiful soundtrack.",
)
CAPTION = "The old pilot waits for the last ferry. Photograph: Harbour Pictures"
COOKIES = "We use cookies to make this site better for you. By staying you agree to their use on your device."
BIO = "Nora Field has written about films since 1998 and lives by the sea with two cats and a projector."

FRAME = (*TEASERS, *COMMENTS, CAPTION, COOKIES, BIO)


def paragraphs(lines, tag="p"):
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def wordpress():
    """A blog with every class in its place."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Low Tide (1998) | Quiet Reels</title></head>
<body class="post-template single has-comments"><a class="skip-link screen-reader-text" href="#c">Skip to content</a>
<header id="masthead" class="site-header"><p class="site-title">Quiet Reels</p><nav><ul><li><a href="/">Home</a></li><li><a href="/a">About</a></li></ul></nav></header>
<div id="content" class="site-content"><main><article class="post hentry">
<header class="entry-header"><h1 class="entry-title">Low Tide (1998)</h1><div class="entry-meta">Posted on <time class="entry-date published" datetime="2014-02-25">February 25, 2014</time> by <span class="author vcard"><a rel="author">Nora Field</a></span></div></header>
<div class="entry-content"><figure class="wp-caption"><img src="a.jpg"><figcaption class="wp-caption-text">{CAPTION}</figcaption></figure>
{paragraphs(PROSE)}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a>Twitter</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3>{paragraphs(TEASERS)}</div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a>Drama</a></span></footer></article>
<div class="author-bio"><p>{BIO}</p></div>
<div id="comments" class="comments-area"><h2>2 thoughts</h2><ol class="comment-list">{"".join(f'<li class="comment"><p>{c}</p></li>' for c in COMMENTS)}</ol><div id="respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></div></div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Recent Posts</h2><ul><li><a>Another film</a></li></ul></section></aside></div>
<div id="cookie-notice">{COOKIES}</div><footer class="site-footer">Proudly powered by WordPress</footer></body></html>"""


def blogspot():
    """An old template: a body of divs and lines parted by br."""
    body = "<br /><br />".join(PROSE)
    return f"""<html><head><title>Quiet Reels: Low Tide</title></head><body><div id="header-wrapper"><h1 class="title">Quiet Reels</h1></div>
<div id="outer-wrapper"><div id="main-wrapper"><div class="date-header">Tuesday, February 25, 2014</div><div class="post hentry"><h3 class="post-title entry-title">Low Tide (1998)</h3>
<div class="post-body entry-content"><table class="tr-caption-container"><tr><td><img src="a.jpg"/></td></tr><tr><td class="tr-caption">{CAPTION}</td></tr></table>{body}</div>
<div class="post-footer">Posted by <span class="fn">Nora Field</span> at 10:00 PM <span class="post-labels">Labels: <a>drama</a></span></div></div>
<div class="comments" id="comments"><h4>2 comments:</h4><dl>{"".join(f"<dt>Someone said...</dt><dd>{c}</dd>" for c in COMMENTS)}</dl></div></div>
<div id="sidebar-wrapper"><div class="sidebar section"><h2>About Me</h2><p>{BIO}</p><h2>Popular</h2>{paragraphs(TEASERS)}</div></div></div><div class="cookie-choices-info">{COOKIES}</div></body></html>"""


def newspaper():
    """Utility classes that say nothing, teasers of other articles in plain divs, data for machines."""
    body = "".join(
        f'<p class="css-1x2y">{line}</p><div class="ad-slot">Advertisement</div>' for line in PROSE
    )
    return f"""<!doctype html><html lang="en"><head><title>Low Tide review | The Harbour Times</title><meta property="og:site_name" content="The Harbour Times">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle","headline":"Low Tide review: patience on the water","datePublished":"2014-02-25T10:00:00Z","author":[{{"@type":"Person","name":"Nora Field"}}],"publisher":{{"@id":"#pub"}}}},{{"@type":"Organization","@id":"#pub","name":"The Harbour Times"}}]}}</script></head>
<body><div class="css-0a"><div class="css-0b"><a href="/">News</a><a href="/c">Culture</a><a href="/s">Sport</a></div></div>
<div class="css-1a"><div class="css-1b"><h1 class="css-9">Low Tide review: patience on the water</h1><div class="css-8">By <a href="/nora" rel="author">Nora Field</a></div><div class="css-7"><img src="a.jpg"><span class="caption">{CAPTION}</span></div>
<div class="css-5">{body}</div></div><div class="css-2b"><div class="css-3"><a href="/x"><h3>More culture</h3></a>{"".join(f'<div class="css-4"><a href="/y">{t}</a></div>' for t in TEASERS)}</div><div class="author-info">{BIO}</div></div></div>
<section data-testid="comments" class="comments-wrapper">{paragraphs(COMMENTS)}</section><div role="dialog" class="css-z">{COOKIES}</div></body></html>"""


def tables():
    """A page of the last century: a frame of tables, font tags, no paragraphs."""
    body = "<p>".join(PROSE)
    return f"""<HTML><HEAD><TITLE>Low Tide</TITLE></HEAD><BODY BGCOLOR="#FFFFFF"><TABLE WIDTH="100%"><TR><TD COLSPAN=2><CENTER><FONT SIZE=5><B>Nora's Movie Page</B></FONT></CENTER></TD></TR>
<TR><TD VALIGN=TOP WIDTH=150><A HREF="index.html">Home</A><BR><A HREF="a.html">A-M</A><BR><A HREF="b.html">N-Z</A></TD>
<TD><H2>Low Tide (1998)</H2><FONT FACE="Times">{body}</FONT><HR><I><SMALL>&copy; 1998 Nora Field</SMALL></I></TD></TR></TABLE></BODY></HTML>"""


def builder():
    """A site builder: span within div within div, comments without a mark but their words."""
    body = "".join(
        f'<div class="x1"><div class="x2"><span class="x3"><span>{line}</span></span></div></div>'
        for line in PROSE
    )
    return f"""<!DOCTYPE html><html><head><title>Low Tide</title></head><body><div id="SITE_HEADER"><div class="k1"><span>top of page</span></div></div>
<div id="PAGES"><div class="k2"><h1 class="k3"><span>Low Tide (1998)</span></h1><ul><li>Nora Field</li><li>Feb 25, 2014</li><li>3 min read</li></ul>{body}</div>
<div class="k5"><h2>Recent Posts</h2>{"".join(f'<article class="k6"><a href="#">{t}</a></article>' for t in TEASERS)}</div></div><div id="SITE_FOOTER">bottom of page</div><div class="consent-banner">{COOKIES}</div></body></html>"""


def newsletter():
    """A newsletter's site: subscription boxes between paragraphs, a pull quote, footnotes."""
    first, *others = PROSE
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="Low Tide"><meta name="author" content="Nora Field"></head><body><div class="main-menu"><button>Sign in</button></div>
<article class="post"><div class="post-header"><h1 class="post-title">Low Tide</h1><h3 class="subtitle">On patience.</h3><div class="byline-wrapper">Nora Field</div><div class="post-date">Feb 25</div></div>
<div class="available-content"><div class="body markup"><p>{first}<sup class="footnote-anchor"><a href="#1">1</a></sup></p><div class="subscription-widget-wrap"><div class="subscription-widget"><p>Thanks for reading! Subscribe for free to receive new posts.</p><form><input type="email"></form></div></div>
<div class="pullquote"><p>Patience is the rarer thing.</p></div>{paragraphs(others)}</div></div></article>
<div class="comments-page" id="discussion">{paragraphs(COMMENTS)}</div><div class="cookie-banner">{COOKIES}</div></body></html>"""


def aspnet():
    """A whole page within one form, and a review marked with classes that elsewhere mean something else."""
    return f"""<!DOCTYPE html><html><head><title>Low Tide</title></head><body><form id="aspnetForm" method="post" class="form"><div id="menu"><a href="/">Home</a> <a href="/r">Reviews</a></div>
<div class="content review rating-page"><h1>Low Tide (1998)</h1><div class="stars">★★★★☆</div>{paragraphs(PROSE, "div")}</div><div class="right-sidebar">{paragraphs(TEASERS)}</div><div id="footer">Contact us</div></form></body></html>"""


def short():
    """One paragraph and a long thread below it."""
    thread = "".join(f'<div class="comment"><p>{c}</p></div>' for c in COMMENTS * 6)
    return f"""<!DOCTYPE html><html><head><title>Low Tide</title></head><body><main><article><h1>Low Tide</h1><p>{PROSE[4]}</p></article><section class="comments">{thread}</section></main></body></html>"""


PAGES = {
    "wordpress": (wordpress(), PROSE),
    "blogspot": (blogspot(), PROSE),
    "newspaper": (newspaper(), PROSE),
    "tables": (tables(), PROSE),
    "builder": (builder(), PROSE),
    "newsletter": (newsletter(), PROSE),
    "aspnet": (aspnet(), PROSE),
    "short": (short(), PROSE[4:]),
}
