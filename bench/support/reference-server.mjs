/** What `POST /api/track` is held against: an Express handler that only answers 201. */
import express from 'express';

const app = express();
app.post('/api/track', (_request, response) => {
  response.status(201).end();
});
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ port: server.address().port });
});
