// Making passkeys and signing in with them. A form says what it wants: data-passkey is "make", "ask" or
// "sign-in"; the options come from the JSON block #passkey-options, or from the form's address to sign in.

function bytes(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
}

function base64url(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(list) {
  return (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
}

async function make(options, isPasswordless) {
  const asked = options.creation_options.publicKey;
  const selection = { ...asked.authenticatorSelection };
  if (isPasswordless !== null) {
    selection.residentKey = isPasswordless ? "required" : "discouraged";
    selection.requireResidentKey = isPasswordless;
    if (isPasswordless) selection.userVerification = "required";
  }
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: withBytes(asked.excludeCredentials),
    authenticatorSelection: selection,
  };
  const credential = await navigator.credentials.create({ publicKey });
  return {
    ...common(credential),
    response: {
      clientDataJSON: base64url(credential.response.clientDataJSON),
      attestationObject: base64url(credential.response.attestationObject),
      transports: credential.response.getTransports?.() ?? [],
    },
  };
}

async function ask(options) {
  const asked = options.request_options.publicKey;
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: withBytes(asked.allowCredentials),
  };
  const credential = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return {
    ...common(credential),
    response: {
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
      userHandle: userHandle ? base64url(userHandle) : null,
    },
  };
}

function common(credential) {
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function fetchedOptions(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function storedOptions() {
  return JSON.parse(document.getElementById("passkey-options").textContent);
}

async function credentialFor(form) {
  if (form.dataset.passkey === "sign-in") return ask(await fetchedOptions(form.action));
  if (form.dataset.passkey === "ask") return ask(storedOptions());
  const box = form.elements.namedItem("passwordless");
  return make(storedOptions(), box === null ? null : box.checked);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const start = form.querySelector("[data-passkey-start]");
  const error = form.querySelector("[data-passkey-error]");
  start.addEventListener("click", async () => {
    error.hidden = true;
    start.disabled = true;
    try {
      form.elements.namedItem("credential").value = JSON.stringify(await credentialFor(form));
      form.submit();
    } catch (refusal) {
      error.textContent = refusal.name === "InvalidStateError" ? error.dataset.known : error.dataset.failed;
      error.hidden = false;
      start.disabled = false;
    }
  });
}
