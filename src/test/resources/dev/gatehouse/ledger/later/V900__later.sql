-- What a later program might do; only tests see it.
CREATE TABLE later (a TEXT);
INSERT INTO later (a) VALUES ('brought up to date');
