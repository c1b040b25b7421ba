// What a camera sees, for a browser that has none.

/** A film (YUV4MPEG2) of a QR code, given as the path of its dark modules. */
export function film(path, size) {
  const [width, height, scale] = [640, 480, 8];
  const luma = Buffer.alloc(width * height, 235);
  for (const [, x, y, run] of path.matchAll(/M(\d+)[ ,](\d+)h(\d+)/g)) {
    const from = [(width - size * scale) / 2 + x * scale, (height - size * scale) / 2 + y * scale];
    for (let row = 0; row < scale; row += 1) {
      const start = (Math.floor(from[1]) + row) * width + Math.floor(from[0]);
      luma.fill(16, start, start + run * scale);
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((width * height) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, ...Array(10).fill(frame)]);
}
