"""Files by which common servers do what a folder cannot: redirect names, negotiate, and name media types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.web.forms import ENDINGS
from kg.web.shell import POLICY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.web.publish.layout import Layout

_ORDER = ("ttl", "jsonld", "rdf", "nt", "nq", "trig")
_APACHE = """\
# Apache 2.4, where AllowOverride has FileInfo, Indexes and Options. Written by `kg publish`.
Options -Indexes -MultiViews
DirectoryIndex index.html
ErrorDocument 404 {base}404.html
{types}
AddType text/plain .sha256
<Files "void">
  ForceType text/turtle
</Files>
<Files "catalogue">
  ForceType text/turtle
</Files>
<IfModule mod_headers.c>
  Header always set Access-Control-Allow-Origin "*"
  Header always set X-Content-Type-Options "nosniff"
  Header always merge Vary "Accept"
  Header set Content-Security-Policy "{policy}" "expr=%{{CONTENT_TYPE}} =~ m#text/html#"
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteBase {base}
  # what names HTML is a browser; what takes anything gets Turtle
  RewriteCond %{{HTTP_ACCEPT}} text/html [NC]
  RewriteRule ^id/(.+)$ page/$1/ [R=303,L,NE]
{names}
  RewriteRule ^id/(.+)$ data/$1.ttl [R=303,L,NE]
  RewriteCond %{{HTTP_ACCEPT}} !text/html [NC]
  RewriteRule ^dataset$ .well-known/void [R=303,L]
  RewriteRule ^dataset$ page/about/ [R=303,L]
{terms}
  RewriteCond %{{HTTP_ACCEPT}} !text/html [NC]
  RewriteRule ^ontology/?$ ontology.ttl [L]
</IfModule>
"""
_APACHE_NAME = """\
  RewriteCond %{{HTTP_ACCEPT}} {media} [NC]
  RewriteRule ^id/(.+)$ data/$1.{ending} [R=303,L,NE]"""
_APACHE_TERM = """\
  RewriteCond %{{HTTP_ACCEPT}} !text/html [NC]
  RewriteCond %{{HTTP_ACCEPT}} {media} [NC]
  RewriteRule ^ontology/?$ ontology.{ending} [L]"""
_NGINX = """\
# nginx: include this in the http block, and change server_name and root. Written by `kg publish`.
# root is the folder in which these files lie{below}.
# what names HTML is a browser; what takes anything gets Turtle
map $http_accept $cpkg_form {{
    default ttl;
    ~*text/html html;
{names}
}}

server {{
    listen 80;
    server_name {host};
    root /srv/www/cpkg;
    index index.html;
    error_page 404 {base}404.html;
    types {{
        text/html html;
        text/css css;
        text/javascript js;
        image/svg+xml svg;
        application/xml xml;
        text/plain txt sha256;
        text/csv csv;
        application/json json;
        application/gzip gz;
{types}
    }}
    add_header Access-Control-Allow-Origin "*" always;
    add_header X-Content-Type-Options "nosniff" always;
    add_header Vary "Accept" always;
    add_header Content-Security-Policy "{policy}" always;

    location ~ ^{base}id/(?<thing>.+)$ {{
        if ($cpkg_form = html) {{ return 303 {base}page/$thing/; }}
        return 303 {base}data/$thing.$cpkg_form;
    }}
    location = {base}dataset {{
        if ($cpkg_form = html) {{ return 303 {base}page/about/; }}
        return 303 {base}.well-known/void;
    }}
    location ~ ^{base}ontology/?$ {{
        if ($cpkg_form = html) {{ rewrite ^ {base}ontology/index.html last; }}
        rewrite ^ {base}ontology.$cpkg_form last;
    }}
    location = {base}.well-known/void {{ types {{ }} default_type text/turtle; }}
    location = {base}catalogue {{ types {{ }} default_type text/turtle; }}
}}
"""
_REDIRECTS = """\
# Netlify and Cloudflare Pages: no negotiation, so names lead to pages. Written by `kg publish`.
{base}id/* {base}page/:splat/ 302
{base}dataset {base}page/about/ 302
"""
_HEADERS = """\
# Netlify and Cloudflare Pages. Written by `kg publish`.
{base}*
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
  Content-Security-Policy: {policy}
{base}.well-known/void
  Content-Type: text/turtle
{base}catalogue
  Content-Type: text/turtle
"""


def server_files(layout: Layout) -> dict[str, str]:
    """Return the files for Apache, nginx, Netlify, Cloudflare Pages and GitHub Pages, by name."""
    forms = [ending for ending in _ORDER if ending in layout.forms]
    host = layout.url.split("/")[2].partition(":")[0]
    return {
        ".htaccess": _apache(layout.base, forms),
        "nginx.conf": _nginx(layout.base, forms, host),
        "_redirects": _REDIRECTS.format(base=layout.base),
        "_headers": _HEADERS.format(base=layout.base, policy=POLICY),
        ".nojekyll": "",
    }


def _apache(base: str, forms: Sequence[str]) -> str:
    others = [ending for ending in forms if ending != "ttl"]
    return _APACHE.format(
        base=base,
        policy=POLICY,
        types="\n".join(f"AddType {ENDINGS[ending]} .{ending}" for ending in forms),
        names="\n".join(_APACHE_NAME.format(media=_pattern(ending), ending=ending) for ending in others),
        terms="\n".join(_APACHE_TERM.format(media=_pattern(ending), ending=ending) for ending in others),
    )


def _nginx(base: str, forms: Sequence[str], host: str) -> str:
    return _NGINX.format(
        base=base,
        below="" if base == "/" else f" as {base.strip('/')}/",
        policy=POLICY,
        host=host,
        names="\n".join(f"    ~*{_pattern(ending)} {ending};" for ending in forms),
        types="\n".join(f"        {ENDINGS[ending]} {ending};" for ending in forms),
    )


def _pattern(ending: str) -> str:
    return ENDINGS[ending].replace("+", r"\+")
