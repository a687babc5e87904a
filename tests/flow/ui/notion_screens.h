#pragma once

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "tests/flow/ui/camera.h"
#include "ui/console_window.h"

namespace hs::test {

/// What is seen of the mirror in Notion: card, pane and set-up, a record with its history and page, the status bar.
void everyNotion(Camera &camera, ui::Console &desk, FakeDoor &door, const FakeClock &clock, const QString &tail);

} // namespace hs::test
