import jpeg from "jpeg-js";
import encodeQR from "qr";
import type { Simulation } from "../../simulation.ts";

const side = 430;

/** `GET /cgi-bin/showqrcode?ticket=`: a JPEG of 430 × 430, also of an expired QR; 404 for an unknown ticket. */
export function showqrcode(sim: Simulation, ticket: string): Response {
  const qrcode = sim.qrcodes.byTicket(ticket);
  if (qrcode === undefined) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(qrImage(qrcode.url)), {
    headers: { "content-type": "image/jpg", "accept-ranges": "bytes", "cache-control": "max-age=604800" },
  });
}

/** A QR as a JPEG of 430 × 430. */
export function qrImage(content: string): Uint8Array {
  const modules = encodeQR(content, "raw", { ecc: "medium", border: 3 });
  const scale = Math.floor(side / modules.length);
  const margin = Math.floor((side - modules.length * scale) / 2);
  const data = new Uint8Array(side * side * 4).fill(255);
  const isDark = (at: number, row: boolean[] | undefined) => row?.[Math.floor((at - margin) / scale)] ?? false;
  for (let y = 0; y < side; y++) {
    const row = modules[Math.floor((y - margin) / scale)];
    for (let x = 0; x < side; x++) if (isDark(x, row)) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  }
  return jpeg.encode({ data, width: side, height: side }, 82).data;
}
