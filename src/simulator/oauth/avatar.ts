import { encode } from "fast-png";
import type { Simulation } from "../simulation.ts";
import { pictureOf } from "../world/identity.ts";

/** The side length of an avatar by the number at the end of its address; 0 is the largest. */
const sides: Readonly<Record<string, number>> = { 0: 640, 46: 46, 64: 64, 96: 96, 132: 132 };

/** `GET /mmopen/vi_32/{picture}/{size}`: a pattern of 5 × 5 squares, as long as a person uses it; otherwise 404. */
export function avatarImage(sim: Simulation, picture: string, size: string): Response {
  const side = sides[size];
  const isKnown = sim.people
    .all()
    .some(({ name, avatar }) => [pictureOf(name, avatar), snapshotOf(name)].includes(picture));
  if (side === undefined || !isKnown) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(drawn(picture, side)), {
    headers: { "content-type": "image/png", "cache-control": "max-age=86400" },
  });
}

const snapshotOf = (name: string): string => pictureOf(`snapshot ${name}`, `snapshot ${name}`);

function drawn(picture: string, side: number): Uint8Array {
  const bytes = Buffer.from(picture);
  const [red, green, blue] = [0, 1, 2].map((at) => 70 + (((bytes[at] ?? 0) * 7) % 130)) as [number, number, number];
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const column = Math.abs(Math.floor((x * 7) / side) - 3);
      const row = Math.floor((y * 7) / side);
      const isInside = column < 3 && row > 0 && row < 6;
      const isLight = isInside && ((bytes[3 + row * 3 + column] ?? 0) & 1) === 1;
      data.set(isLight ? [244, 245, 243] : [red, green, blue], (y * side + x) * 3);
    }
  return encode({ width: side, height: side, data, channels: 3, depth: 8 });
}
