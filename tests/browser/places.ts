// The addresses of the page's own pages; `frontend/src/places.rs` has the same.

export const DEV_CENTER = '/configure/dev-center';
export const CREDENTIALS = `${DEV_CENTER}/api-credentials`;
export const NEW_KEY = `${CREDENTIALS}/new`;
export const EVENTS = `${DEV_CENTER}/events`;

export const keyPage = (id: string) => `${CREDENTIALS}/${id}`;
export const editPage = (id: string) => `${CREDENTIALS}/${id}/edit`;

// Exactly this address, and nothing after it.
export const exactly = (address: string) => (url: URL) => url.pathname + url.search === address;
