import assert from "node:assert/strict";
import { test } from "node:test";
import { readFaq } from "./faq.ts";
import { decode, detectEncoding } from "./text_encoding.ts";

const bytes = (text: string, encoding: BufferEncoding) => new Uint8Array(Buffer.from(text, encoding));

test("an encoding is detected by its mark, its zeros, or by what UTF-8 can't be", () => {
  assert.equal(detectEncoding(bytes("Wie läuft’s? 9 €", "utf8")), "utf-8");
  assert.equal(detectEncoding(bytes("\uFEFFWie läuft es?", "utf16le")), "utf-16le");
  assert.equal(detectEncoding(bytes("Wie?", "utf16le")), "utf-16le");
  assert.equal(detectEncoding(bytes("Wie?", "utf16le").slice(1)), "utf-16be");
  assert.equal(detectEncoding(bytes("Wie läuft es?", "latin1")), "windows-1252");
  assert.equal(detectEncoding(new Uint8Array()), "utf-8");
});

test("a file as a Western spreadsheet writes it keeps its letters and quotes", () => {
  const file = bytes('Frage;Antwort\r\nWie läuft es?;"In ""30"" Tagen."\r\n', "latin1");
  assert.deepEqual(readFaq("faq.csv", decode(file, detectEncoding(file))).entries, [
    { question: "Wie läuft es?", text: 'In "30" Tagen.' },
  ]);
});

// Some releases of Node take Windows-1252 for Latin-1, in which these bytes are control characters.
const isExact = decode(Uint8Array.of(0x80), "windows-1252") === "€";

test("quotes, dashes and the euro of Windows-1252 are what they were", { skip: !isExact }, () => {
  const file = bytes("\x84gut\x93 \x96 9 \x80", "latin1");
  assert.equal(decode(file, detectEncoding(file)), "„gut“ – 9 €");
});
