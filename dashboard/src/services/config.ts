/** What only the server of this page knows. */
export interface DashboardConfig {
  /** Where the API is reached from outside: the address that goes into the snippet. */
  apiUrl: string;
}

const fallback: DashboardConfig = { apiUrl: 'http://localhost:8000' };

/** Reads `/config.json`; a server without one (such as `vite dev`) means the default address. */
export async function loadConfig(): Promise<DashboardConfig> {
  try {
    const body: unknown = await (await fetch('/config.json')).json();
    return hasApiUrl(body) ? { apiUrl: body.api_url.replace(/\/$/, '') } : fallback;
  } catch {
    return fallback;
  }
}

function hasApiUrl(body: unknown): body is { api_url: string } {
  return typeof body === 'object' && body !== null && 'api_url' in body && typeof body.api_url === 'string';
}
