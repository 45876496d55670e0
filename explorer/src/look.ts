// Colours, shapes and dashes: the Okabe-Ito hues, darkened or lightened until they stand out from the ground.
export interface Theme { ground: string; text: string; soft: string; line: string; halo: string; land: string; kinds: Record<string, string>; nodes: Record<string, string> }

export const LIGHT: Theme = {
  ground: "#ffffff", text: "#1b1b1f", soft: "#565b66", line: "#6b7078", halo: "#ffffff", land: "#e6e8e0",
  kinds: { agreement: "#b84f00", partnership: "#946500", programme: "#00664a", transfer: "#00845f", engagement: "#a8457c", stance: "#6e6300", incident: "#000000", post: "#5f636b", membership: "#00609a" },
  nodes: { state: "#0072B2", grouping: "#2a86bd", organisation: "#4a6d86", person: "#6f747d", programme: "#00845f", exercise: "#a8457c" },
};
export const DARK: Theme = {
  ground: "#14161a", text: "#eceef2", soft: "#b4bac6", line: "#9aa1ad", halo: "#14161a", land: "#2b3036",
  kinds: { agreement: "#ff9650", partnership: "#e6a92a", programme: "#34c79a", transfer: "#6fdcb9", engagement: "#ec9fca", stance: "#e3d95a", incident: "#ffffff", post: "#b6bbc4", membership: "#6fc0f2" },
  nodes: { state: "#4fa9e0", grouping: "#7cc5ee", organisation: "#9db7ca", person: "#aab0ba", programme: "#6fdcb9", exercise: "#ec9fca" },
};
export const EDGE_SHAPES: Record<string, string> = { agreement: "diamond", partnership: "hexagon", programme: "star", transfer: "triangle", engagement: "triangleDown", stance: "square", incident: "cross", post: "dot", membership: "bar" };
export const NODE_SHAPES: Record<string, string> = { state: "dot", grouping: "hexagon", organisation: "square", person: "dot", programme: "star", exercise: "triangleDown" };
export const NODE_SIZES: Record<string, number> = { state: 17, grouping: 15, organisation: 12, person: 8, programme: 13, exercise: 12 };
export const DASHES: Record<string, number[]> = { stated: [], ended: [14, 5], later: [10, 4], proposed: [8, 4, 2, 4], planned: [8, 6], possible: [2, 6], denied: [14, 4, 2, 4, 2, 4], alleged: [4, 4], undecided: [1, 4] };

/** Corners of a shape of radius 1, or null for a circle. */
export function corners(shape: string): [number, number][] | null {
  const ring = (n: number, turn: number, inner = 1): [number, number][] =>
    Array.from({ length: n }, (_, i) => { const r = i % 2 ? inner : 1; const t = turn + (2 * Math.PI * i) / n; return [Math.cos(t) * r, Math.sin(t) * r]; });
  switch (shape) {
    case "diamond": return [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]];
    case "square": return [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]];
    case "bar": return [[-1.2, -0.45], [1.2, -0.45], [1.2, 0.45], [-1.2, 0.45]];
    case "triangle": return ring(3, -Math.PI / 2);
    case "triangleDown": return ring(3, Math.PI / 2);
    case "hexagon": return ring(6, 0);
    case "star": return ring(10, -Math.PI / 2, 0.5);
    case "cross": return [[-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4], [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4]];
    default: return null;
  }
}
