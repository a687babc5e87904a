#pragma once

#include <QByteArray>
#include <QString>

#include "engine/api/thinking.h"
#include "ui/shell/view_context.h"

class QWidget;

namespace hs::ui {

/// The largest file that can go with a reply, in bytes: 10 MiB.
inline constexpr qint64 LargestAttachment = 10 * 1024 * 1024;

/// A file as it was read from the disk, or why it is not taken.
struct PickedFile {
    QString name;
    QString type; ///< "application/pdf"; by its content and name
    QByteArray bytes;
    QString trouble; ///< a sentence for the screen; empty: it was read
};
/// Reads a file of at most `LargestAttachment`. Blocks for as long as the disk needs.
[[nodiscard]] PickedFile pickFile(const QString &path);

/// A name without folders and without what a file system does not take; never empty.
[[nodiscard]] QString safeFileName(const QString &name);

/// Asks where, then fetches the file from the engine and writes it there. Tells when it is done or why it is not.
void saveAttachment(ViewContext &context, QWidget *parent, const api::Attachment &file);
/// The same to a place that is known.
void saveAttachmentTo(ViewContext &context, QWidget *parent, const api::Attachment &file, const QString &path);

} // namespace hs::ui
