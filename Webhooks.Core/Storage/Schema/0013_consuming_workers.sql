-- Whether every consumer answers the worker's pulls.
ALTER TABLE workers ADD COLUMN consumes boolean NOT NULL DEFAULT true;
