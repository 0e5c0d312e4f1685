// Offers the zone of this browser where somebody chooses theirs.

const field = document.querySelector("input[name=time_zone]");
const offer = document.querySelector("[data-browser-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (field && offer && zone && zone !== field.value) {
  offer.querySelector("span").textContent = zone;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    field.value = zone;
    offer.hidden = true;
    field.focus();
  });
}
