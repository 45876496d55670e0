// The chunk of the map: land and a point for each polity, read only when somebody asks for the map. No border is in it.
import geography from "geography";

export interface Land { path(): Path2D; svg(): string; point(key: string): [number, number] | null; frame: [number, number, number, number] }

/** Pixels a degree of longitude takes at scale 1. */
const WIDE = 10;
/** The Pacific is the middle: the picture is cut in the Atlantic. */
const WEST = -30;

/** Miller's cylinder: the shapes of coasts stay readable far from the equator, and north is up. */
const down = (lat: number): number => -1.25 * Math.log(Math.tan(Math.PI / 4 + (0.4 * lat * Math.PI) / 180)) * ((180 / Math.PI) * WIDE);
const across = (lon: number): number => (lon - WEST) * WIDE;
const frame: [number, number, number, number] = [across(WEST), down(geography.north), across(WEST + 360), down(geography.south)];

function unpacked(text: string): [number, number][] {
  const ring: [number, number][] = [];
  let [at, x, y] = [0, 0, 0];
  const next = (): number => {
    let [v, shift, c] = [0, 0, 0];
    do { c = text.charCodeAt(at++) - 63; v |= (c & 31) << shift; shift += 5; } while (c & 32);
    return v & 1 ? -((v + 1) >> 1) : v >> 1;
  };
  while (at < text.length) { x += next(); y += next(); ring.push([x * geography.step, y * geography.step]); }
  return ring;
}

/** Rings in pixels; one that crosses the cut stands at both ends. */
function drawn(): [number, number][][] {
  return geography.land.flatMap((text) => {
    const ring = unpacked(text);
    const lons = ring.map((p) => p[0]);
    const [least, most] = [Math.min(...lons), Math.max(...lons)];
    return [-360, 0, 360].filter((turn) => most + turn > WEST && least + turn < WEST + 360).map((turn) => ring.map(([lon, lat]): [number, number] => [Math.max(frame[0], Math.min(frame[2], across(lon + turn))), Math.max(frame[1], Math.min(frame[3], down(Math.max(-85, Math.min(85, lat)))))]));
  });
}
let shapes: [number, number][][] | null = null;
let path: Path2D | null = null;
const all = (): [number, number][][] => (shapes ??= drawn());

const land: Land = {
  frame,
  path() {
    if (path) return path;
    path = new Path2D();
    for (const ring of all()) { ring.forEach(([x, y], i) => (i ? path!.lineTo(x, y) : path!.moveTo(x, y))); path.closePath(); }
    return path;
  },
  svg: () => all().map((ring) => "M" + ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L") + "Z").join(""),
  point(key) {
    const at = geography.points[key];
    return at ? [across(at[0] < WEST ? at[0] + 360 : at[0]), down(at[1])] : null;
  },
};
(globalThis as unknown as { kgLand: Land }).kgLand = land;
