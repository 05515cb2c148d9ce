// What a key can be permitted, as the deployed Harvest API has it: the page must show just that.

import { readFileSync } from 'node:fs';

export interface Endpoint {
  id: string;
  group: string;
  title: string;
  method: string;
  path: string;
  deprecated: boolean;
}

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  deprecated: boolean;
  security?: object[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const document = JSON.parse(readFileSync(new URL('../../infra/harvest-api.json', import.meta.url), 'utf8'));

export const ENDPOINTS: Endpoint[] = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]?.operationId).map((method) => {
    const { operationId, summary, tags, deprecated } = item[method];
    return { id: operationId, group: tags[0], title: summary, method: method.toUpperCase(), path, deprecated };
  }),
);

export const endpoint = (id: string): Endpoint => {
  const found = ENDPOINTS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no endpoint is called ${id}`);
  return found;
};

// How a permission's box is called: by method and title.
export const labelOf = ({ method, title }: Endpoint) => `${method}: ${title}`;
