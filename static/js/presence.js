// Says every twenty seconds that this page is open, while it is looked at, and shows who else has the case open.
const EVERY = 20_000;
const form = document.querySelector("[data-here]");
const words = document.querySelector("[data-here-words]");

async function stay() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected) return;
    const said = (await answer.json()).words;
    if (words.textContent !== said) words.textContent = said; // only what is new is read out
  } catch {
    // Without a connection the page goes on as it is.
  }
}

if (form && words) {
  setInterval(stay, EVERY);
  document.addEventListener("visibilitychange", stay);
}
