"""A folder as a store of objects."""

import os
from datetime import datetime

import pytest

from loaders.errors import ConfigError, SourceError
from loaders.store import open_store


def make(folder, *paths):
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(path.encode())


def keys(folder):
    return [stored.object_key for stored in open_store(str(folder)).objects()]


def test_objects_come_in_the_order_of_their_paths(tmp_path):
    make(tmp_path, "b/2", "a/3", "a/1", "c")
    assert keys(tmp_path) == ["a/1", "a/3", "b/2", "c"]


def test_a_key_starts_at_the_hour_s_folder(tmp_path):
    make(tmp_path, "copy/events/2026/01/05/07/a", "2026/01/05/08/b/c", "26/01/05/d")
    expected = ["2026/01/05/07/a", "2026/01/05/08/b/c", "26/01/05/d"]
    assert sorted(keys(tmp_path)) == expected


def test_hidden_files_and_folders_are_no_objects(tmp_path):
    make(tmp_path, ".hidden", ".git/a", "a/.DS_Store", "a/b")
    assert keys(tmp_path) == ["a/b"]


def test_an_object_tells_its_size_and_time(tmp_path):
    make(tmp_path, "a")
    os.utime(tmp_path / "a", (1767596400.25, 1767596400.25))
    [stored] = open_store(str(tmp_path)).objects()
    assert stored.size == 1
    assert stored.etag is None
    assert stored.modified_at == datetime(2026, 1, 5, 7, 0, 0, 250_000)


def test_an_object_is_read_as_it_is(tmp_path):
    make(tmp_path, "a/b")
    store = open_store(str(tmp_path))
    assert [store.read(stored) for stored in store.objects()] == [b"a/b"]


def test_an_object_moved_away_since_it_was_listed_is_to_be_tried_again(tmp_path):
    make(tmp_path, "a")
    store = open_store(str(tmp_path))
    [stored] = store.objects()
    (tmp_path / "a").unlink()
    with pytest.raises(SourceError, match="No such file"):
        store.read(stored)


@pytest.mark.parametrize("source", ["", "nowhere", "file:///tmp", "gs://bucket"])
def test_a_source_that_is_none_is_a_setting(source):
    with pytest.raises(ConfigError, match="cannot read `"):
        open_store(source)


@pytest.mark.parametrize(("letters", "fits"), [(511, True), (512, False)])
def test_a_key_is_at_most_as_long_as_in_s3(tmp_path, letters, fits):
    folders = ["ü" * 100] * 5  # two bytes each, and a slash
    key = "/".join([*folders, "ü" * (letters - 502) + "-"])
    make(tmp_path, key)
    if fits:
        assert keys(tmp_path) == [key]
    else:
        with pytest.raises(ConfigError, match="over 1,024 bytes"):
            keys(tmp_path)
