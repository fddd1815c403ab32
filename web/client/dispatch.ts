import type { ClientEvents } from "./client.ts";
import type { Conversations } from "./conversations.ts";
import type { Delivery } from "./delivery.ts";
import type { Emitter } from "./emitter.ts";
import type { ServerFrame } from "./generated/wire.ts";
import type { Heartbeat } from "./heartbeat.ts";

export interface DispatchPorts {
  delivery: Delivery;
  heartbeat: Heartbeat;
  emitter: Emitter<ClientEvents>;
  conversations: Conversations;
  unauthorized(): void;
}

/** Takes one frame of the service to where it belongs. EphemeralSignals about cases that are not held are nobody's; a kind that this client does not know is left alone. */
export function dispatch(frame: ServerFrame, ports: DispatchPorts): void {
  switch (frame.action) {
    case "ack":
      return acknowledged(frame, ports);
    case "behind":
      ports.conversations.of(frame.case).behind(frame);
      return ports.delivery.behind(frame);
    case "missed":
      return ports.conversations.held(frame.case)?.missed(frame);
    case "event":
      return ports.conversations.held(frame.case)?.event(frame.event);
    case "typing":
      return ports.conversations.held(frame.case)?.signals.typing(frame);
    case "read":
      return ports.conversations.held(frame.case)?.signals.read(frame);
    case "beat":
      ports.heartbeat.answered(frame.id);
      for (const { case: caseId } of frame.behind) void ports.conversations.held(caseId)?.sync();
      // A service of an earlier version says nothing of it.
      if (frame.online) ports.emitter.emit("online", frame.online);
      return;
    case "worklist":
      return ports.emitter.emit("worklist", frame);
    case "presence":
      return ports.emitter.emit("presence", frame);
    case "mentioned":
      return ports.emitter.emit("mentioned", frame);
    case "error":
      return refused(frame, ports);
  }
}

function acknowledged(frame: Extract<ServerFrame, { action: "ack" }>, ports: DispatchPorts): void {
  const conversation = ports.conversations.of(frame.case);
  conversation.acknowledged(frame);
  // Beyond a gap it waits until the gap is closed, so that it never vanishes from the page in between.
  if (frame.event.seq <= conversation.head) ports.delivery.seen(frame.case, frame.id);
}

function refused(frame: Extract<ServerFrame, { action: "error" }>, ports: DispatchPorts): void {
  const isAboutToken = frame.code === "expired" || frame.code === "unauthorized";
  const isQuestion = ports.conversations.all.some((conversation) => conversation.refused(frame));
  if (!isQuestion && frame.id !== null) return ports.delivery.refused(frame.id, frame.code, frame.retry_after);
  if (isAboutToken) ports.unauthorized();
}
