/** The two notes, in Hz, and how long each sounds, in seconds. */
const NOTES = [659.3, 880];
const LENGTH = 0.16;

/** Plays two soft notes. A browser that lets no page sound before it was touched stays silent. */
export function playChime(): void {
  const audio = new AudioContext();
  for (const [index, frequency] of NOTES.entries()) {
    const start = audio.currentTime + index * LENGTH;
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.12, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + LENGTH * 2);
    const note = new OscillatorNode(audio, { frequency });
    note.connect(gain).connect(audio.destination);
    note.start(start);
    note.stop(start + LENGTH * 2);
    if (index === NOTES.length - 1) note.onended = () => void audio.close();
  }
}
