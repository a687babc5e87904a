#pragma once

#include <functional>
#include <vector>

#include <QKeySequence>
#include <QString>
#include <QStringList>

class QWidget;

namespace hs::ui {

struct ViewContext;
class DockView;

/// One kind of dock. Each dock folder gives its rows by one function in
/// `ui/<folder>/docks.h`:
///     std::vector<DockEntry> escalationsDocks();   // folders: escalations, activity,
///     std::vector<DockEntry> boardsDocks();        // integrations, boards, conversations,
///                                                  // knowledge, records
/// Ids are fixed: conversations, board, knowledge, integrations, escalations (the five),
/// escalation (detail), activity, run, record, and more on demand.
struct DockEntry {
    QString id;
    QString title; ///< translated, for menus; the view may show a longer one
    QString icon;  ///< Lucide name
    int leastWidth = 200; ///< device independent pixels at 100 % text
    QStringList kinds;    ///< kinds of `Navigator::open` that it shows
    std::function<DockView *(ViewContext &, QWidget *)> make;
};

} // namespace hs::ui
