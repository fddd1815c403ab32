/** How large a picture is drawn, in pixels, where it may be at most so wide and high. Never larger than it is. */
export function boxOf(
  { width, height }: { width?: number | undefined; height?: number | undefined },
  most: { width: number; height: number },
): { width: number; height: number } {
  if (!width || !height) return { width: most.width, height: Math.round((most.width * 3) / 4) };
  const scale = Math.min(1, most.width / width, most.height / height);
  // What is very long or flat still shows as something that can be pressed.
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
}
