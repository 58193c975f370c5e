"""When a change counts as saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.base import content_files
from knowledge.watch import Watch
from tests.conftest import COMMUNE, Edit


def settled(watch: Watch) -> list[bool]:
    return [watch.changed() for _ in range(3)]


def test_nothing_changed(content: Edit) -> None:
    assert settled(Watch(content())) == [False, False, False]


def test_a_change_counts_once_when_it_has_come_to_rest(content: Edit) -> None:
    directory = content()
    watch = Watch(directory)
    (directory / "commune.yml").write_text(COMMUNE + "# thêm\n", "utf-8")
    assert settled(watch) == [False, True, False]


def test_a_file_still_being_written_does_not_count(content: Edit) -> None:
    directory = content()
    watch = Watch(directory)
    for size in range(1, 5):
        (directory / "commune.yml").write_text(COMMUNE + "#" * size, "utf-8")
        assert not watch.changed()
    assert watch.changed()


@pytest.mark.parametrize("name", ["procedures/ho-tich.yml", "national-index.csv"])
def test_a_deleted_file_is_a_change(content: Edit, name: str) -> None:
    directory = content()
    watch = Watch(directory)
    (directory / name).unlink()
    assert settled(watch) == [False, True, False]


def test_a_renamed_file_is_a_change(content: Edit) -> None:
    directory = content()
    watch = Watch(directory)
    (directory / "services.yml").rename(directory / "dich-vu.yml")
    assert settled(watch) == [False, True, False]


@pytest.mark.parametrize(
    "name",
    [".services.yml", "services.yml~", "#services.yml#", "services.yml.swp", "4913", "~$a.yml"],
)
def test_what_an_editor_leaves_is_no_content(content: Edit, name: str) -> None:
    directory = content()
    watch = Watch(directory)
    (directory / name).write_text("rác: [", "utf-8")
    assert settled(watch) == [False, False, False]
    assert directory / name not in content_files(directory)


def test_a_directory_that_vanishes_is_a_change(content: Edit, tmp_path: Path) -> None:
    directory = content()
    watch = Watch(directory)
    directory.rename(tmp_path / "elsewhere")
    assert settled(watch) == [False, True, False]
