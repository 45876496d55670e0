declare module "geography" {
  /** Coordinates in steps of `step` degrees, packed; points in degrees east and north, by the key of a polity. */
  const geography: { step: number; south: number; north: number; land: string[]; points: Record<string, [number, number]> };
  export default geography;
}
