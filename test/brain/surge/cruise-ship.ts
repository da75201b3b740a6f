/** A surge that has no time, as a surge file has it: a person begins it. */
export const cruiseShip = (approach: string, vehicles: number): string => `
[[surges]]
name = "cruise-ship"
class = "tourism"
units = ["DEMO-001"]
longest = 300
phases = [{ name = "ashore", from = 0, to = 240 }]
demand = [{ unit = "DEMO-001", approach = "${approach}", vehicles = ${vehicles} }]
`;
