// What the pages ask of the service.
import { Client } from '../../widget/src/kit.js';

const documentPath = (id) => `/v1/documents/${encodeURIComponent(id)}`;

export const client = new Client();
export const textPath = (id) => `${documentPath(id)}/text`;
export const getView = (id) => client.request(`${documentPath(id)}/view`);
export const getPassages = (id) => client.request(`${documentPath(id)}/passages`);
export const getStatus = () => client.request('/v1/status');
export const listRuns = () => client.request('/v1/evaluations');
export const getRun = (id, offset) => client.request(`/v1/evaluations/${encodeURIComponent(id)}?offset=${offset}`);
