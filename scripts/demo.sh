#!/bin/sh
# The main job on the project's own documents: ingest, three answers with receipts, the network as one HTML file.
set -eu
cd "$(dirname "$0")/.."
kg=.venv/bin/kg
work=build/demo
mkdir -p build
[ -f "$work/kg.toml" ] || "$kg" init "$work" 2>/dev/null
export KG_WORKSPACE="$work"
line() { printf '\n%s\n' "━━ $*"; }

line "Documents into the graph (data/documents: project-written illustrations, their sources named)"
"$kg" ingest data/documents

line "1. What binds Japan and the Philippines?"
"$kg" query binds -p a=JPN -p b=PHL

line "2. Who signed what, for whom?"
"$kg" query signatories -p a=JPN -p b=PHL

line "3. Who is best connected?"
"$kg" analyse

line "The network, with the sentence behind every edge"
"$kg" render -o "$work/build/network.html"

cat <<TXT

Open $work/build/network.html in a browser; it needs no network. Then go on with

  export PATH=\$PWD/.venv/bin:\$PATH KG_WORKSPACE=\$PWD/$work

  kg show "Papua New Guinea"                       an actor, its relations and their receipts
  kg query --list                                  the questions that the library answers
  kg query chronology -p a=Japan -p b=Bangladesh   what happened, and what is scheduled
  kg export -o graph.xlsx                          the graph for other tools (ttl, trig, gexf, csv, …)
  kg init mine && kg -w mine ingest YOUR-FILES     your own documents (PDF, HTML, Word, mail, ZIP, text)
TXT
