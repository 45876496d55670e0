// The land of the map and a point for every polity, from Natural Earth (public domain) as world-atlas packs it.
//
// Land only: no border is read, drawn or kept. A polity's point lies in its largest piece of land and says
// nothing about how far that goes; what Natural Earth has no piece for stands at the land nearest to a hint below.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
/** Latitudes kept, degrees: the ice of the south and the far north hold no polity. */
const [SOUTH, NORTH] = [-60, 80];
/** Steps of a degree that coordinates are rounded to: 5 km, a third of a pixel at the widest zoom that fits a sea. */
const STEP = 0.05;
/** Where a polity is that Natural Earth draws as a part of another or not at all: degrees east and north. */
const HINTS = { REU: [55.5, -21.1], MYT: [45.2, -12.8], "PNG-NSB": [155.2, -6.2], CCK: [96.8, -12.1], CXR: [105.7, -10.5], TKL: [-171.8, -9.2] };
/** The European Union is no territory: it stands where its institutions sit. */
const SEATS = { EU: [4.4, 50.8] };

const atlas = (name) => JSON.parse(readFileSync(join(here, "node_modules", "world-atlas", name), "utf8"));
const pieces = (f) => (f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates);
/** A ring over the 180th meridian goes on beyond it, where the file starts again at the other end of the world. */
const joined = (ring) => {
  let turn = 0;
  return ring.map(([lon, lat], i) => { if (i && Math.abs(lon - ring[i - 1][0]) > 180) turn += lon > ring[i - 1][0] ? -360 : 360; return [lon + turn, lat]; });
};
const rings = (geojson) => (geojson.type === "FeatureCollection" ? geojson.features : [geojson]).flatMap(pieces).map((polygon) => polygon.map(joined));

/** Area in square degrees of the equator, and a point on the land: the middle of its widest stretch at its mean latitude. */
function middle(ring) {
  const squeeze = Math.cos((ring[0][1] * Math.PI) / 180);
  let [area, y] = [0, 0];
  const [x0, y0] = ring[0];
  for (let i = 0; i < ring.length - 1; i += 1) {
    const cross = (ring[i][0] - x0) * (ring[i + 1][1] - y0) - (ring[i + 1][0] - x0) * (ring[i][1] - y0);
    area += (cross / 2) * squeeze;
    y += (ring[i][1] - y0 + ring[i + 1][1] - y0) * cross * squeeze;
  }
  if (Math.abs(area) < 1e-9) return { area: 0, at: ring[0] };
  const lat = y0 + y / (6 * area);
  const cuts = [];
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[i + 1]];
    if (ay > lat !== by > lat) cuts.push(ax + ((lat - ay) / (by - ay)) * (bx - ax));
  }
  cuts.sort((p, q) => p - q);
  let widest = [cuts[0], cuts[0]];
  for (let i = 0; i + 1 < cuts.length; i += 2) if (cuts[i + 1] - cuts[i] > widest[1] - widest[0]) widest = [cuts[i], cuts[i + 1]];
  return { area: Math.abs(area), at: [(widest[0] + widest[1]) / 2, lat] };
}
const near = (p, q) => Math.hypot((p[0] - q[0]) * Math.cos((q[1] * Math.PI) / 180), p[1] - q[1]);
const round = ([lon, lat]) => [Math.round((((lon + 540) % 360) - 180) * 10) / 10, Math.round(lat * 10) / 10];

function points(polities) {
  const found = {};
  const large = atlas("countries-50m.json");
  const fine = atlas("countries-10m.json");
  // Several features may have one code: Ashmore and Cartier have Australia's.
  const by = (t) => {
    const groups = new Map();
    for (const f of feature(t, t.objects.countries).features) if (f.id) groups.set(f.id, [...(groups.get(f.id) ?? []), f]);
    return groups;
  };
  const [coarse, exact] = [by(large), by(fine)];
  const islands = rings(feature(atlas("land-10m.json"), "land"));
  for (const [key, m49] of polities) {
    const f = coarse.get(m49) ?? exact.get(m49);
    if (SEATS[key]) found[key] = SEATS[key];
    else if (HINTS[key]) {
      const best = islands.map((p) => middle(p[0])).reduce((p, q) => (near(q.at, HINTS[key]) < near(p.at, HINTS[key]) ? q : p));
      found[key] = near(best.at, HINTS[key]) < 0.5 ? round(best.at) : HINTS[key];
    } else if (f) found[key] = round(f.flatMap(rings).map((p) => middle(p[0])).reduce((p, q) => (q.area > p.area ? q : p)).at);
    else throw new Error(`no point for ${key}: name a hint in land.mjs`);
  }
  return found;
}

/** Numbers as printable characters: differences, zigzag, five bits each; the page undoes it. */
function packed(ring) {
  let out = "";
  const put = (n) => {
    let v = n < 0 ? -2 * n - 1 : 2 * n;
    do { out += String.fromCharCode(63 + ((v & 31) | (v > 31 ? 32 : 0))); v >>= 5; } while (v);
  };
  let [x, y] = [0, 0];
  for (const [a, b] of ring) { put(a - x); put(b - y); [x, y] = [a, b]; }
  return out;
}

function land() {
  const kept = [];
  for (const polygon of rings(feature(atlas("land-50m.json"), "land"))) {
    for (const ring of polygon) {
      if (ring.every((p) => p[1] < SOUTH) || ring.every((p) => p[1] > NORTH)) continue;
      const steps = [];
      for (const [lon, lat] of ring) {
        const p = [Math.round(lon / STEP), Math.round(lat / STEP)];
        const [q, r] = [steps.at(-1), steps.at(-2)];
        if (q && q[0] === p[0] && q[1] === p[1]) continue;
        // A point on the straight way between its neighbours says nothing.
        if (r && (q[0] - r[0]) * (p[1] - q[1]) === (p[0] - q[0]) * (q[1] - r[1]) && (q[0] - r[0]) * (p[0] - q[0]) >= 0 && (q[1] - r[1]) * (p[1] - q[1]) >= 0) steps.pop();
        steps.push(p);
      }
      // An island smaller than a step is still an island.
      if (steps.length < 4) { const [x, y] = steps[0]; kept.push([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]]); } else kept.push(steps);
    }
  }
  return kept.map(packed);
}

/** The data of the chunk; `registry` is the folder of the registry. */
export function geography(registry) {
  const polities = readFileSync(join(registry, "polities.csv"), "utf8").trim().split("\n").slice(1).map((row) => row.split(",")).map((c) => [c[0], c[7]]);
  return { step: STEP, south: SOUTH, north: NORTH, land: land(), points: points(polities) };
}
