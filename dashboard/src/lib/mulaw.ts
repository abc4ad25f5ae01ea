/** G.711 mu-law, 8 kHz: the only audio a call carries. Source: ITU-T G.711. */

export const RATE_HZ = 8000;
export const SILENCE = 0xff;

const BIAS = 0x84;
const CLIP = 32635;

/** One 16-bit sample as a mu-law code. */
export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  let exponent = 7;
  for (let mask = 0x4000; exponent > 0 && (magnitude & mask) === 0; mask >>= 1) exponent--;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function decodeCode(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 0x07)) - BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
}

const TABLE = Int16Array.from({ length: 256 }, (_, code) => decodeCode(code));

/** One mu-law code as a 16-bit sample. */
export function decodeSample(code: number): number {
  return TABLE[code & 0xff] ?? 0;
}

/** Samples in -1..1 to mu-law bytes. */
export function encode(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const value = Math.max(-1, Math.min(1, samples[i] ?? 0));
    bytes[i] = encodeSample(Math.round(value * 32767));
  }
  return bytes;
}

/** Mu-law bytes to samples in -1..1. */
export function decode(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) samples[i] = decodeSample(bytes[i] ?? SILENCE) / 32768;
  return samples;
}

/** Bytes to base64, as Media Streams carry them. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Base64 to bytes. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** Loudness of mu-law bytes in dBFS, -96 for silence. */
export function loudness(bytes: Uint8Array): number {
  if (bytes.length === 0) return -96;
  let sum = 0;
  for (const byte of bytes) {
    const value = decodeSample(byte) / 32768;
    sum += value * value;
  }
  const rms = Math.sqrt(sum / bytes.length);
  return rms < 1.6e-5 ? -96 : 20 * Math.log10(rms);
}
