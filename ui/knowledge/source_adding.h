#pragma once

#include <functional>

#include <QStringList>

#include "engine/api/knowledge.h"
#include "ui/shell/view_context.h"

class QMimeData;
class QWidget;

namespace hs::ui {

/// One thing that becomes a source.
struct NewSource {
    api::KnowledgeKind kind = api::KnowledgeKind::Folder;
    QString place;

    friend bool operator==(const NewSource &, const NewSource &) = default;
};

constexpr int MostAtOnce = 50; ///< sources out of one drop

/// Files, folders and web addresses out of what is dropped; nothing else is one.
[[nodiscard]] std::vector<NewSource> sourcesIn(const QMimeData &data);
/// Whether there is any, without looking at the disk.
[[nodiscard]] bool hasSourcesIn(const QMimeData &data);
/// "example.com/help" → "https://example.com/help"; empty: it is no web address.
[[nodiscard]] QString webAddressOf(const QString &typed);

/// Adds them in the person's name, asking for which business where there is more than one. `added` runs once per source that
/// is there now. Failures are told by themselves.
void addSources(ViewContext &context, QWidget *parent, const std::vector<NewSource> &sources, std::function<void()> added);
/// By the system's dialog.
void chooseFolder(ViewContext &context, QWidget *parent, std::function<void()> added);
void chooseFiles(ViewContext &context, QWidget *parent, std::function<void()> added);
void askWebAddress(ViewContext &context, QWidget *parent, std::function<void()> added);
/// A title and words of a note, which becomes a document.
void writeNote(ViewContext &context, QWidget *parent, std::function<void()> added);

} // namespace hs::ui
