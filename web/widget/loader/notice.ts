/** A soft note of this height, in Hz, and length, in seconds. */
const PITCH = 740;
const LENGTH = 0.3;

/** Tells of replies whoever looks at another tab: how many in this tab's title, and a soft note for each new one. */
export function createNotice(): { update(unread: number): void; destroy(): void } {
  let before = 0;
  /** The title as the page has it, and as it was set here; null: it is the page's own. */
  let title: { own: string; set: string } | null = null;
  const restore = (): void => {
    // A page that has set another title meanwhile keeps that.
    if (title && document.title === title.set) document.title = title.own;
    title = null;
  };
  const turned = (): void => {
    if (document.visibilityState === "visible") restore();
  };
  document.addEventListener("visibilitychange", turned);
  return {
    update(unread) {
      const isMore = unread > before;
      before = unread;
      restore();
      if (unread === 0 || document.visibilityState === "visible") return;
      title = { own: document.title, set: `(${unread}) ${document.title}` };
      document.title = title.set;
      if (isMore) play();
    },
    destroy() {
      restore();
      document.removeEventListener("visibilitychange", turned);
    },
  };
}

/** A browser that lets no page sound before it was touched stays silent. */
function play(): void {
  const audio = new AudioContext();
  const gain = new GainNode(audio, { gain: 0.08 });
  gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + LENGTH);
  const note = new OscillatorNode(audio, { frequency: PITCH });
  note.connect(gain).connect(audio.destination);
  note.onended = () => void audio.close();
  note.start();
  note.stop(audio.currentTime + LENGTH);
}
