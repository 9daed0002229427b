// One end of PouchDB as a process of its own: `node end.js sender PORT` serves its database over
// HTTP by express-pouchdb, `node end.js receiver URL` replicates from there on being told. Takes
// lines and answers with lines; ends when its input does.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const PouchDB = require('pouchdb');

const [role, where] = process.argv.slice(2);
const folder = path.join(process.cwd(), role + '-data') + path.sep;
fs.mkdirSync(folder, {recursive: true});
const Local = PouchDB.defaults({prefix: folder});
const db = new Local('history', {auto_compaction: true}); // LevelDB; no old revisions, as SQLite has none

async function serve() {
  const app = require('express')();
  const options = {mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: path.join(folder, 'log')};
  app.use('/', require('express-pouchdb')(Local, options));
  await new Promise((done) => app.listen(Number(where.split(':')[1]), where.split(':')[0], done));
}

// a line each: the documents are many, and one transaction to PouchDB
let waiting = [];
const asks = {
  doc: (text) => { waiting.push(JSON.parse(text)); },
  write: async () => {
    await db.bulkDocs(waiting);
    waiting = [];
    console.log('written');
  },
  held: async () => console.log('held ' + (await db.info()).doc_count),
  // large batches: fewer rounds, as the documentation of replicate() advises for many small documents
  pull: (count) => new Promise((done, failed) => {
    let told = false;
    let written = 0;
    const tell = (all) => {
      if (!told && all >= Number(count)) {
        told = true;
        console.log('there');
      }
    };
    db.replicate.from(where, {batch_size: 1000, batches_limit: 10})
      .on('change', (info) => { written = info.docs_written; tell(written); })
      .on('complete', (info) => { tell(info.docs_written); done(); })
      .on('error', failed);
  }),
  // live: each change as it comes, until told to end
  follow: async () => {
    db.changes({since: 'now', live: true}).on('change', (change) => console.log('came ' + change.id));
    db.replicate.from(where, {live: true, retry: true});
    console.log('following');
  },
  put: async (text) => {
    const doc = JSON.parse(text);
    await db.put(doc);
    console.log('put ' + doc._id);
  },
};

(async () => {
  if (role === 'sender') {
    await serve();
  }
  await db.info();
  console.log('ready');
  for await (const line of readline.createInterface({input: process.stdin})) {
    const space = line.indexOf(' ');
    const word = space < 0 ? line : line.slice(0, space);
    await asks[word](space < 0 ? '' : line.slice(space + 1));
  }
  process.exit(0);
})().catch((e) => {
  console.error(e);
  process.exit(1);
});
