#include "ui/conversations/attachments.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMimeDatabase>
#include <QSaveFile>
#include <QStandardPaths>

#include "ui/text/engine_error_text.h"

namespace hs::ui {

namespace {

struct AttachmentWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Attachments)
};

constexpr int LongestName = 120; ///< characters

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

} // namespace

PickedFile pickFile(const QString &path)
{
    PickedFile picked;
    const QFileInfo about(path);
    picked.name = about.fileName();
    if (!about.isFile()) {
        //: %1 is the name of a folder or of a file that is gone
        picked.trouble = AttachmentWords::tr("“%1” is no file. Attach the files in it one by one, or pack them into one.").arg(picked.name);
        return picked;
    }
    if (about.size() > LargestAttachment) {
        //: %1 is a file, %2 its size, %3 the largest size
        picked.trouble = AttachmentWords::tr("“%1” has %2; at most %3 can be attached. Share it through a link instead.")
                             .arg(picked.name, sizeText(about.size()), sizeText(LargestAttachment));
        return picked;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        //: %1 is a file, %2 why, in the system's words
        picked.trouble = AttachmentWords::tr("“%1” could not be read: %2").arg(picked.name, file.errorString());
        return picked;
    }
    picked.bytes = file.read(LargestAttachment + 1);
    if (picked.bytes.size() > LargestAttachment) { // it grew meanwhile, or has no size of its own
        picked.bytes.clear();
        picked.trouble = AttachmentWords::tr("“%1” has more than %2. Share it through a link instead.").arg(picked.name, sizeText(LargestAttachment));
        return picked;
    }
    if (picked.bytes.isEmpty()) {
        picked.trouble = AttachmentWords::tr("“%1” is empty.").arg(picked.name);
        return picked;
    }
    picked.type = QMimeDatabase().mimeTypeForFileNameAndData(picked.name, picked.bytes).name();
    return picked;
}

QString safeFileName(const QString &name)
{
    QString safe = name.section(QLatin1Char('/'), -1).section(QLatin1Char('\\'), -1);
    static const QString refused = QStringLiteral("<>:\"|?*");
    for (QChar &letter : safe) {
        if (letter.unicode() < 0x20 || refused.contains(letter))
            letter = QLatin1Char('_');
    }
    safe = safe.trimmed();
    while (safe.startsWith(QLatin1Char('.'))) // no hidden file, and not the folder above
        safe.remove(0, 1);
    if (safe.size() > LongestName)
        safe = safe.left(LongestName - 12) + safe.right(12);
    return safe.isEmpty() ? QStringLiteral("file") : safe;
}

void saveAttachment(ViewContext &context, QWidget *parent, const api::Attachment &file)
{
    auto *dialog = new QFileDialog(parent, AttachmentWords::tr("Save the file"), QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(safeFileName(file.name));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [&context, parent, file](const QString &path) { saveAttachmentTo(context, parent, file, path); });
    dialog->open();
}

void saveAttachmentTo(ViewContext &context, QWidget *parent, const api::Attachment &file, const QString &path)
{
    context.engine.ask(api::AttachmentQuery{file.id}, parent, [&context, path, name = file.name](Result<api::AttachmentContent> content) {
        if (!content) {
            //: %1 is a file, %2 why
            context.toasts.show({AttachmentWords::tr("“%1” was not saved. %2").arg(name, errorSentence(content.error())), Tone::Danger, {}, {},
                                 errorDetails(content.error())});
            return;
        }
        QSaveFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(content->bytes) != content->bytes.size() || !out.commit()) {
            context.toasts.show(AttachmentWords::tr("“%1” was not saved. %2").arg(name, out.errorString()), Tone::Danger);
            return;
        }
        context.toasts.show(AttachmentWords::tr("“%1” is saved").arg(name), Tone::Ok);
    });
}

} // namespace hs::ui
