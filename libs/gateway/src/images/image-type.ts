export interface ImageType {
  extension: 'png' | 'jpg' | 'webp';
  contentType: string;
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** What the bytes are, whatever anybody says about them; PNG when they are none of the three, which no browser will draw. */
export function imageTypeOf(bytes: Buffer): ImageType {
  if (bytes.subarray(0, JPEG.length).equals(JPEG)) return { extension: 'jpg', contentType: 'image/jpeg' };
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  if (isWebp) return { extension: 'webp', contentType: 'image/webp' };
  return { extension: 'png', contentType: 'image/png' };
}
