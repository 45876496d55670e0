"""Write the reference of the ontology: one page without external requests.

Usage: python scripts/ontology_reference.py [FOLDER]   (docs/reference/ontology without it)
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment
from pyoxigraph import Literal, NamedNode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.graph.constraints import SH
from kg.graph.hygiene import hygiene_queries
from kg.namespaces import IPS, IPSC, PREFIXES
from kg.ontology import Ontology, ontology

FOREIGN = {
    "cco": ("https://www.commoncoreontologies.org/", "Common Core Ontologies"),
    "dcat": ("http://www.w3.org/ns/dcat#", "Data Catalog Vocabulary"),
    "dct": ("http://purl.org/dc/terms/", "DCMI Metadata Terms"),
    "eli": ("http://data.europa.eu/eli/ontology#", "European Legislation Identifier"),
    "euauth": ("http://publications.europa.eu/resource/authority/", "EU authority tables"),
    "foaf": ("http://xmlns.com/foaf/0.1/", "Friend of a Friend"),
    "geo": ("http://www.opengis.net/ont/geosparql#", "GeoSPARQL"),
    "np": ("http://www.nanopub.org/nschema#", "Nanopublications"),
    "oa": ("http://www.w3.org/ns/oa#", "Web Annotation"),
    "org": ("http://www.w3.org/ns/org#", "Organization Ontology"),
    "prov": ("http://www.w3.org/ns/prov#", "PROV-O"),
    "schema": ("https://schema.org/", "schema.org"),
    "sem": ("http://semanticweb.cs.vu.nl/2009/11/sem/", "Simple Event Model"),
    "time": ("http://www.w3.org/2006/time#", "OWL-Time"),
    "wdt": ("http://www.wikidata.org/prop/direct/", "Wikidata properties"),
    "wikibase": ("http://wikiba.se/ontology#", "Wikibase"),
}
"""Prefix, namespace and name of each vocabulary that terms are aligned with."""

OWL, RDFS, SKOS, DCT = (PREFIXES[p] for p in ("owl", "rdfs", "skos", "dct"))
KINDS = {
    OWL + "Class": "class", OWL + "ObjectProperty": "object property", OWL + "DatatypeProperty": "datatype property",
    RDFS + "Datatype": "datatype",
}  # fmt: skip
ALIGNMENTS = {
    RDFS + "subClassOf": "is a", RDFS + "subPropertyOf": "is a", SKOS + "exactMatch": "same as",
    SKOS + "closeMatch": "close to", SKOS + "relatedMatch": "related to", OWL + "disjointWith": "never also",
}  # fmt: skip
FACTS = {
    RDFS + "domain": "of", RDFS + "range": "leads to", DCT + "isReplacedBy": "use instead",
    SKOS + "broader": "narrower than",
    IPS + "shortcut": "shortcut", IPS + "layer": "layer", IPS + "effect": "takes effect",
    IPS + "bearing": "bearing on status",
    IPS + "tentative": "tentative", IPS + "repeatable": "repeatable", IPS + "singular": "one for each pair",
    IPS + "refines": "refines", RDFS + "seeAlso": "see",
}  # fmt: skip


@dataclass
class Entry:
    """A term or concept, ready for the page."""

    iri: str
    anchor: str
    curie: str
    kind: str
    label: str = ""
    notation: str = ""
    definition: str = ""
    examples: list[str] = field(default_factory=list)
    negatives: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: list[tuple[str, list[str]]] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    deprecated: bool = False


def curie(iri: str) -> str:
    """Return the short form of an IRI, of this ontology or another."""
    known = {**{p: n for p, (n, _) in FOREIGN.items()}, **PREFIXES}
    found = [(p, n) for p, n in known.items() if iri.startswith(n)]
    if not found:
        return iri
    prefix, base = max(found, key=lambda pair: len(pair[1]))
    return f"{prefix}:{iri.removeprefix(base)}"


class Reader:
    """The ontology's quads by subject, and what the page needs of them."""

    def __init__(self, source: Ontology) -> None:
        self.source = source
        self.values: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
        for quad in source.quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self.values[quad.subject.value][quad.predicate.value].append(quad.object)

    def anchor(self, iri: str) -> str:
        """Return the anchor of one of our IRIs: its local name, schemes apart, whose names terms have too."""
        local = iri.removeprefix(IPS).removeprefix(IPSC)
        types = [t.value for t in self.values[iri][PREFIXES["rdf"] + "type"]]
        return f"scheme-{local}" if SKOS + "ConceptScheme" in types else local

    def link(self, value: NamedNode | Literal) -> str:
        """Return a value as HTML: our own terms by anchor, foreign ones by address."""
        if isinstance(value, Literal):
            return escape("yes" if value.value == "true" else value.value)
        iri = value.value
        if iri in self.values and iri.startswith((IPS, IPSC)):
            return f'<a href="#{self.anchor(iri)}">{escape(curie(iri))}</a>'
        return f'<a class="away" href="{escape(iri)}">{escape(curie(iri))}</a>'

    def entry(self, iri: str, kind: str) -> Entry:
        """Return one term or concept."""
        props = self.values[iri]
        entry = Entry(iri, self.anchor(iri), curie(iri), kind)

        def texts(name: str) -> list[str]:
            return [v.value for v in props.get(SKOS + name, [])]

        entry.label, entry.definition = texts("prefLabel")[0], texts("definition")[0]
        for example in texts("example"):
            target = entry.negatives if example.startswith("Negative example: ") else entry.examples
            target.append(example.removeprefix("Negative example: "))
        entry.notes = texts("scopeNote")
        entry.deprecated = any(v.value == "true" for v in props.get(OWL + "deprecated", []))
        for notation in props.get(SKOS + "notation", []):
            assert isinstance(notation, Literal)
            if notation.datatype.value.startswith(IPS):
                entry.codes.append(
                    (notation.datatype.value.removeprefix(IPS).removesuffix("Code").upper(), notation.value)
                )
            else:
                entry.notation = notation.value
        for name, label in {**FACTS, **ALIGNMENTS}.items():
            found = sorted(props.get(name, []), key=str)
            if found:
                entry.facts.append((label, [self.link(v) for v in found]))
        for label, name in (("properties of it", "domain"), ("properties that lead to it", "range")):
            users = sorted(s for s, p in self.values.items() if NamedNode(iri) in p.get(RDFS + name, []))
            if users:
                entry.facts.append((label, [self.link(NamedNode(u)) for u in users]))
        return entry

    def groups(self) -> list[tuple[str, str, list[Entry]]]:
        """Return terms under the headings of the ontology's files, in their order."""
        out = []
        core = self.source.folder / "core.ttl"
        for path in [core, *(p for p in sorted(self.source.folder.glob("*.ttl")) if p != core)]:
            heading, entries = path.stem.capitalize(), []
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("# "):
                    out.append((heading, path.name, entries))
                    heading, entries = line[2:], []
                elif match := re.match(r"ips:(\w+) a (\S+)", line):
                    types = [v.value for v in self.values[IPS + match[1]][PREFIXES["rdf"] + "type"]]
                    kind = next((KINDS[t] for t in types if t in KINDS), "term")
                    entries.append(self.entry(IPS + match[1], kind))
            out.append((heading, path.name, entries))
        return [g for g in out if g[2]]

    def schemes(self) -> list[tuple[Entry, list[Entry]]]:
        """Return concept schemes with their concepts, in the order of the files."""
        out = []
        for name, concepts in self.source.schemes.items():
            scheme = self.entry(IPSC + name, "scheme")
            out.append((scheme, [self.entry(c.iri, "concept") for c in concepts.values()]))
        return sorted(out, key=lambda pair: pair[0].label)


def escape(text: str) -> str:
    """Return a text for HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def shape_rows() -> list[tuple[str, list[str], list[tuple[str, str]]]]:
    """Return each shape with its target classes, and severity and message of each of its constraints."""
    from rdflib import RDF, Graph, Namespace

    sh = Namespace(SH)
    graph = Graph().parse(data=ontology().shapes, format="turtle")
    rows = []
    for shape in sorted(graph.subjects(RDF.type, sh.NodeShape)):
        level = graph.value(shape, sh.severity)
        bodies = [*graph.objects(shape, sh.property), *graph.objects(shape, sh.sparql)]
        bodies += [shape] if (shape, sh["or"], None) in graph else []
        messages = {
            (str(graph.value(body, sh.severity) or level or sh.Violation).removeprefix(SH).lower(), str(message))
            for body in bodies
            for message in graph.objects(body, sh.message)
        }
        targets = sorted(curie(str(t)) for t in graph.objects(shape, sh.targetClass))
        rows.append((str(shape).rpartition("/")[2], targets, sorted(messages)))
    return rows


def page() -> str:
    """Return the reference as HTML."""
    reader = Reader(ontology())
    groups, schemes = reader.groups(), reader.schemes()
    aligned = defaultdict(int)
    for quad in ontology().quads:
        if isinstance(quad.object, NamedNode) and quad.predicate.value in ALIGNMENTS:
            for prefix, (base, _) in FOREIGN.items():
                aligned[prefix] += quad.object.value.startswith(base)
    node = reader.values[IPS.rstrip("#")]
    counts: dict[str, int] = defaultdict(int)
    for _, _, entries in groups:
        for entry in entries:
            counts[entry.kind] += 1
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(TEMPLATE).render(
        title=node[DCT + "title"][0].value,
        description=node[DCT + "description"][0].value,
        scope=node[SKOS + "scopeNote"][0].value,
        version=node[OWL + "versionInfo"][0].value,
        counts=counts,
        concepts=sum(len(c) for _, c in schemes),
        groups=groups,
        schemes=schemes,
        shapes=shape_rows(),
        queries=hygiene_queries(),
        foreign=[(p, n, name, aligned[p]) for p, (n, name) in FOREIGN.items() if aligned[p]],
        namespaces=(("ips", IPS, "classes and properties"), ("ipsc", IPSC, "concept schemes and concepts")),
    )


def main(folder: Path) -> None:
    """Write the page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page(), encoding="utf-8")


TEMPLATE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
:root { color-scheme: light dark; --bg: #fff; --fg: #1b1b1f; --soft: #565a63; --line: #dcdfe5; --panel: #f6f7f9;
  --accent: #004b91; --yes: #1d6b3a; --no: #8a2f2f; --mark: #fff3d6; --chip: #e8edf4; --warn: #7a3b00; }
@media (prefers-color-scheme: dark) { :root { --bg: #14161a; --fg: #ececf1; --soft: #a9adb7; --line: #333741;
  --panel: #1b1e24; --accent: #8ec5ff; --yes: #86d7a0; --no: #f0a3a3; --mark: #3a2d10; --chip: #262c36;
  --warn: #ffc27a; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg); display: grid;
  grid-template-columns: 18rem minmax(0, 1fr); }
a { color: var(--accent); text-decoration: none; overflow-wrap: anywhere; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; border-radius: 2px; }
code, .curie { font: .92em/1.4 ui-monospace, "Cascadia Mono", Menlo, monospace; overflow-wrap: anywhere; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; background: var(--panel);
  border-right: 1px solid var(--line); font-size: .88rem; }
nav strong { display: block; margin-bottom: .6rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav summary { padding: .15rem 0; cursor: pointer; }
nav details ul { padding: 0 0 .3rem .9rem; }
nav h2 { font-size: .78rem; letter-spacing: .04em; text-transform: uppercase; color: var(--soft);
  margin: 1rem 0 .2rem; }
#q { font: inherit; width: 100%; padding: .4rem .6rem; color: inherit; background: var(--bg);
  border: 1px solid var(--line); border-radius: 6px; }
#count { color: var(--soft); min-height: 1.4em; margin: .3rem 0 0; }
main { padding: 1.6rem 2.2rem 4rem; max-width: 62rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
section > h2 { font-size: 1.2rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
.soft { color: var(--soft); }
.lead { font-size: 1.05rem; max-width: 46rem; }
.figures { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
.figures li { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .4rem .8rem; }
.figures b { font-size: 1.15rem; margin-right: .3rem; }
article { border: 1px solid var(--line); border-radius: 8px; padding: .7rem 1rem; margin: .6rem 0;
  background: var(--bg); }
article:target { background: var(--mark); border-color: var(--accent); }
article h3 { margin: 0; font-size: 1rem; display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; }
article h3 a { color: inherit; }
article p { margin: .3rem 0; }
.curie { color: var(--soft); }
.chip { background: var(--chip); border-radius: 999px; padding: 0 .6rem; font-size: .78rem; font-weight: 500; }
.chip.old { background: var(--mark); color: var(--warn); }
.example::before, .negative::before { font-weight: 600; display: inline-block; width: 4.6rem; font-size: .85rem; }
.example::before { content: "such as"; color: var(--yes); }
.negative::before { content: "but not"; color: var(--no); }
.example, .negative { padding-left: 4.6rem; text-indent: -4.6rem; }
.example::before, .negative::before { text-indent: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; margin: .45rem 0 0; font-size: .88rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scheme > header { margin: 1.6rem 0 .3rem; }
.scheme h3 { margin: 0; font-size: 1.08rem; }
.scheme article { margin: .4rem 0; padding: .55rem 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line); }
td:first-child { white-space: nowrap; }
.violation { color: var(--no); } .warning { color: var(--warn); } .info { color: var(--soft); }
[hidden] { display: none !important; }
@media (max-width: 52rem) { body { display: block; } nav { position: static; height: auto; border-right: 0;
  border-bottom: 1px solid var(--line); } nav details, nav h2 { display: none; } main { padding: 1rem; }
  table, tbody, tr, td { display: block; } thead { display: none; } tr { border-bottom: 1px solid var(--line); }
  td, td:first-child { white-space: normal; border: 0; padding: .1rem 0; } }
</style>
</head>
<body>
<nav aria-label="Contents">
<strong><a href="#top">Ontology {{ version }}</a></strong>
<input id="q" type="search" placeholder="Filter: signed, CAMEO 057, eli:" aria-label="Filter terms and concepts">
<p id="count" role="status"></p>
<h2>Terms</h2>
{% for heading, file, entries in groups %}
<details><summary>{{ heading.split(":")[0] }} <span class="soft">{{ entries | length }}</span></summary><ul>
{% for e in entries %}
<li><a href="#{{ e.anchor }}">{{ e.curie.split(":")[1] }}</a></li>
{% endfor %}
</ul></details>
{% endfor %}
<h2>Concept schemes</h2>
{% for s, concepts in schemes %}
<details><summary><a href="#{{ s.anchor }}">{{ s.label }}</a>
<span class="soft">{{ concepts | length }}</span></summary><ul>
{% for e in concepts %}
<li><a href="#{{ e.anchor }}">{{ e.label }}</a></li>
{% endfor %}
</ul></details>
{% endfor %}
<h2>Checks and mappings</h2>
<ul><li><a href="#shapes">Shapes</a></li><li><a href="#hygiene">Hygiene queries</a></li>
<li><a href="#vocabularies">Vocabularies</a></li><li><a href="#deprecation">Deprecation</a></li></ul>
</nav>
<main id="top">
<h1>{{ title }}</h1>
<p class="lead">{{ description }}</p>
<p class="soft">{{ scope }}</p>
<ul class="figures">
<li><b>{{ counts["class"] }}</b>classes</li>
<li><b>{{ counts["object property"] }}</b>object properties</li>
<li><b>{{ counts["datatype property"] }}</b>datatype properties</li>
<li><b>{{ schemes | length }}</b>concept schemes</li>
<li><b>{{ concepts }}</b>concepts</li>
<li><b>{{ shapes | length }}</b>shapes</li>
<li><b>{{ queries | length }}</b>hygiene queries</li>
</ul>
<dl>
{% for prefix, iri, what in namespaces %}
<dt><code>{{ prefix }}:</code></dt><dd><code>{{ iri }}</code> {{ what }}</dd>
{% endfor %}
<dt>Version</dt><dd>{{ version }}, CC BY 4.0;
the files are <code>ontology/*.ttl</code> and <code>ontology/concepts/*.ttl</code></dd>
</dl>
{% macro card(e) %}
<article class="entry" id="{{ e.anchor }}">
<h3><a href="#{{ e.anchor }}">{{ e.label }}</a> <span class="curie">{{ e.curie }}</span>
{% if e.kind not in ("concept", "scheme") %}<span class="chip">{{ e.kind }}</span>{% endif %}
{% if e.notation %}<span class="chip" title="notation of the contract">{{ e.notation }}</span>{% endif %}
{% for name, code in e.codes %}<span class="chip">{{ name }} {{ code }}</span>{% endfor %}
{% if e.deprecated %}<span class="chip old">deprecated</span>{% endif %}</h3>
<p>{{ e.definition }}</p>
{% for text in e.examples %}<p class="example">{{ text }}</p>
{% endfor %}
{% for text in e.negatives %}<p class="negative">{{ text }}</p>
{% endfor %}
{% for text in e.notes %}<p class="soft">{{ text }}</p>
{% endfor %}
{% if e.facts %}
<dl>
{% for label, links in e.facts %}
<dt>{{ label }}</dt><dd{{ " class=users" if label.startswith("properties") }}>{{ links | join(", ") | safe }}</dd>
{% endfor %}
</dl>
{% endif %}
</article>
{% endmacro %}
{% for heading, file, entries in groups %}
<section><h2>{{ heading }}</h2>
{% for e in entries %}{{ card(e) }}{% endfor %}
</section>
{% endfor %}
<section><h2>Concept schemes</h2>
{% for s, concepts in schemes %}
<div class="scheme" id="{{ s.anchor }}">
<header><h3>{{ s.label }} <span class="curie">{{ s.curie }}</span></h3><p class="soft">{{ s.definition }}</p></header>
{% for e in concepts %}{{ card(e) }}{% endfor %}
</div>
{% endfor %}
</section>
<section id="shapes"><h2>Shapes</h2>
<p>What SHACL checks on every document at ingest and on the view. A violation keeps a document out;
a warning is shown.</p>
<table><thead><tr><th>shape</th><th>of</th><th>what it says</th></tr></thead><tbody>
{% for name, targets, messages in shapes %}
<tr class="entry"><td><code>{{ name }}</code></td><td>{{ targets | join(", ") }}</td>
<td>{% for level, text in messages %}<span class="{{ level }}">{{ level }}</span>: {{ text }}<br>{% endfor %}</td></tr>
{% endfor %}
</tbody></table></section>
<section id="hygiene"><h2>Hygiene queries</h2>
<p>Queries that must return nothing, over the terms and over a store.</p>
<table><thead><tr><th>query</th><th>over</th><th>what a row means</th></tr></thead><tbody>
{% for q in queries %}
<tr class="entry"><td><code>{{ q.name }}</code></td><td>{{ q.over }}</td>
<td><span class="{{ q.severity }}">{{ q.severity }}</span>: {{ q.message }}</td></tr>
{% endfor %}
</tbody></table></section>
<section id="vocabularies"><h2>Vocabularies</h2>
<p>A term is a subclass or subproperty of a foreign one only where the meaning truly matches; all else is “close to” or
“related to”.</p>
<table><thead><tr><th>prefix</th><th>vocabulary</th><th>alignments</th></tr></thead><tbody>
{% for prefix, iri, name, number in foreign %}
<tr class="entry"><td><code>{{ prefix }}:</code></td><td>{{ name }} <span class="soft">{{ iri }}</span></td>
<td>{{ number }}</td></tr>
{% endfor %}
</tbody></table></section>
<section id="deprecation"><h2>Deprecation</h2>
<p>A term is never deleted and never changes its meaning. One that is given up gets <code>owl:deprecated true</code> and
<code>dct:isReplacedBy</code>, and stays in the ontology. Every version has its own IRI
and names the one before.</p></section>
</main>
<script>
const box = document.getElementById("q"), count = document.getElementById("count");
// What leads to a term says little about it: only its own words count.
const own = node => [...node.querySelectorAll("h3, p, dd:not(.users), td")].map(part => part.textContent).join(" ");
const entries = [...document.querySelectorAll(".entry")].map(node => [node, own(node).toLowerCase()]);
const holders = [...document.querySelectorAll(".scheme, main > section")];
function filter() {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const [node, text] of entries) {
    node.hidden = !words.every(word => text.includes(word));
    shown += node.hidden ? 0 : 1;
  }
  for (const node of holders)
    node.hidden = words.length > 0 && !node.querySelector(".entry:not([hidden])");
  count.textContent = words.length ? `${shown} of ${entries.length}` : "";
}
box.addEventListener("input", filter);
addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
});
addEventListener("hashchange", () => {
  const node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (node && node.closest("[hidden]")) { box.value = ""; filter(); node.scrollIntoView(); }
});
</script>
</body>
</html>
"""

if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here / "docs" / "reference" / "ontology")
