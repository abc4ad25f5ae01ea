export function SoftphoneRinger() {
  return null;
}
