// What one would write instead of Firstline: a chat of Socket.IO on PostgreSQL, as its documentation shows it, with each
// message stored before it is acknowledged, and stored once. It takes and sends the benchmark's frames as the event
// "frame". It checks no token, keeps no lists and does nothing beside the chat, which is to its advantage.
import { createServer } from "node:http";
import pg from "pg";
import { Server } from "socket.io";

const [port, folder, database] = process.argv.slice(2);
const pool = new pg.Pool({ host: folder, user: "postgres", database, max: 10 });
await pool.query(`CREATE TABLE events (
  case_id text NOT NULL, seq bigserial, id text NOT NULL, text text NOT NULL, at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (case_id, id))`);
await pool.query("CREATE INDEX ON events (case_id, seq)");

const http = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = (document) => response.setHeader("content-type", "application/json").end(JSON.stringify(document));
  const id = /^\/cases\/([^/]+)\/events$/.exec(url.pathname)?.[1];
  if (id === undefined) return answer({ token: crypto.randomUUID() });
  const limit = Number(url.searchParams.get("limit"));
  const { rows } = await pool.query(
    { name: "page", text: "SELECT seq, id FROM events WHERE case_id = $1 AND seq > $2 ORDER BY seq LIMIT $3" },
    [id, url.searchParams.get("after"), limit],
  );
  answer({ events: rows.map((row) => ({ id: row.id, seq: Number(row.seq) })), more: rows.length === limit });
});
const io = new Server(http, { transports: ["websocket"], serveClient: false });

/** Stores a message once, however often it comes. */
async function store(caseId, { id, text }) {
  const insert = "INSERT INTO events (case_id, id, text) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING seq";
  const { rows } = await pool.query({ name: "insert", text: insert }, [caseId, id, text]);
  if (rows.length > 0) return { id, seq: Number(rows[0].seq), text };
  const found = await pool.query("SELECT seq FROM events WHERE case_id = $1 AND id = $2", [caseId, id]);
  return { id, seq: Number(found.rows[0].seq), text };
}

io.on("connection", (socket) => {
  socket.on("frame", async (frame) => {
    const { action, id } = frame;
    const caseId = frame.case ?? crypto.randomUUID();
    if (action === "sync") {
      await socket.join(caseId);
      return socket.emit("frame", { action: "missed", id, case: caseId });
    }
    const event = await store(caseId, frame);
    socket.to(caseId).emit("frame", { action: "event", case: caseId, event });
    socket.emit("frame", { action: "ack", id, case: caseId, event });
  });
});
http.listen(Number(port), "127.0.0.1", () => console.log("ready"));
