/** The first user of every installation here; the API's environment. */
export const ADMIN = { ADMIN_EMAIL: 'bench@example.com', ADMIN_PASSWORD: 'correct horse battery 9' };

/** The headers that let in, for a day. */
export async function signIn(url) {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD }),
  });
  if (!response.ok) throw new Error(`the sign-in was answered ${response.status}: ${await response.text()}`);
  return { authorization: `Bearer ${(await response.json()).access_token}` };
}
