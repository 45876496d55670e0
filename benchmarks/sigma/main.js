// Bare sigma: a graph, its places, nothing else; what the explorer's drawing is compared with.
import Graph from "graphology";
import Sigma from "sigma";

const data = JSON.parse(document.getElementById("data").textContent);
const graph = new Graph({ multi: true });
for (const n of data.nodes) graph.addNode(n.id, { x: n.x, y: -n.y, size: 5, label: n.label, color: "#0072B2" });
for (const [a, b] of data.edges) graph.addEdge(a, b, { size: 0.6, color: "#bbb" });
const camera = new Sigma(graph, document.getElementById("stage"), { renderLabels: true }).getCamera();
window.move = (p) => camera.setState({ x: 0.5 + 0.075 * Math.sin(2 * p), y: 0.5 + 0.05 * Math.cos(p), ratio: 1 / (1 + 0.15 * Math.sin(p)) });
document.body.dataset.ready = "1";
