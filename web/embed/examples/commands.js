Firstline("open"); // Opens the chat, with the focus where one writes.
Firstline("close");
Firstline("hide"); // Takes the button away until the next "open".
Firstline("identify", token); // Or a function that fetches one: it is called again when the token has ended.
Firstline("logout"); // Ends the customer's chat in this browser. Call it where your customer signs out.
Firstline("set", { accent: "#7a1f3d", onAccent: "#ffffff", scheme: "auto", locale: "de" });
Firstline("on", "unread", ({ n }) => showBadge(n));
Firstline("off", "unread", showBadge);
Firstline("destroy"); // Takes everything off the page, and window.Firstline with it.
