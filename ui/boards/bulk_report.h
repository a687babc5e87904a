#pragma once

#include "ui/boards/bulk_moves.h"

class QWidget;

namespace hs::ui {

/// A dialog that lists what became of each card of a bulk change: done, or refused and why. Refused ones first.
void showBulkReport(QWidget *parent, const QString &summary, const BulkOutcome &outcome);

} // namespace hs::ui
