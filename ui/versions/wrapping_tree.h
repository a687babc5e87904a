#pragma once

#include <QList>

class QTreeView;

namespace hs::ui {

/// A list whose long columns share the room that the others leave, with as many lines a row as their words need. Nothing
/// is scrolled sideways and nothing is cut.
void wrapColumns(QTreeView *view, const QList<int> &longColumns);

} // namespace hs::ui
