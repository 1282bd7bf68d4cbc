"""A load's folder on this machine tells whether the load still runs."""

import tempfile
import uuid
from threading import Thread

import pytest

from loaders.warehouse.redshift import workspace as module
from loaders.warehouse.redshift.workspace import Workspace, has_ended, remove_ended

HERE, ELSEWHERE = "s3://shop/_footfall_staging/", "s3://other/x/"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def load_id():
    return uuid.uuid4().hex


def abandoned(load_id, address=HERE):
    """As a killed process leaves it: the folder stays, the lock is gone."""
    made = Workspace(load_id, address)
    made._lock.close()
    return made.folder


def test_a_load_at_work_has_not_ended(load_id):
    workspace = Workspace(load_id, HERE)
    assert not has_ended(load_id)
    remove_ended(HERE)
    assert workspace.folder.is_dir()
    workspace.close(is_done=True)
    assert not workspace.folder.exists()


def test_a_load_that_nobody_here_knows_has_not_ended(load_id):
    assert not has_ended(load_id)


def test_a_killed_load_has_ended_until_it_is_removed(load_id):
    folder = abandoned(load_id)
    (folder / "1").mkdir()
    assert has_ended(load_id)
    remove_ended(HERE)
    assert not folder.exists()
    assert not has_ended(load_id)


def test_what_was_staged_elsewhere_is_remembered_for_who_stages_there(load_id):
    folder = abandoned(load_id, ELSEWHERE)
    remove_ended(HERE)
    assert folder.is_dir()
    remove_ended(ELSEWHERE)
    assert not folder.exists()


def test_a_dry_run_that_was_killed_is_removed_by_anybody(load_id):
    folder = abandoned(load_id, "")
    remove_ended(HERE)
    assert not folder.exists()


def test_a_load_that_could_not_remove_what_it_staged_is_remembered(load_id):
    Workspace(load_id, HERE).close(is_done=False)
    assert has_ended(load_id)


def test_folders_of_other_programs_are_left_alone(place):
    other = place / "footfall-load-notes"
    other.mkdir()
    remove_ended(HERE)
    assert other.is_dir()


def test_a_folder_whose_maker_was_killed_midway_is_removed(place):
    unfinished = place / ".footfall-load-a1b2"
    unfinished.mkdir()
    remove_ended(HERE)
    assert not unfinished.exists()


def test_a_folder_that_is_being_made_is_left_alone(place):
    with module._alone():
        being_made = place / ".footfall-load-a1b2"
        being_made.mkdir()
        removing = Thread(target=remove_ended, args=(HERE,))
        removing.start()
        removing.join(0.2)
        assert removing.is_alive()
        made = being_made.rename(place / "footfall-load-a1b2")
    removing.join()
    assert made.is_dir()
