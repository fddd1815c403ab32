// Your server answers with what one of the programs below makes, for whoever is signed in; with 401 for nobody.
Firstline("identify", async () => {
  const answer = await fetch("/firstline-token", { method: "POST" });
  return answer.ok ? answer.text() : null;
});
