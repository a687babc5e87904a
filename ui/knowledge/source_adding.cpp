#include "ui/knowledge/source_adding.h"

#include <algorithm>

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "engine/api/commands.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

struct AddingWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::KnowledgeAdding)
};

constexpr int LongestAddress = 2'000;
constexpr int LongestNoteTitle = 200;
constexpr int LongestNote = 200'000; ///< characters

bool isWeb(const QUrl &url)
{
    return (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) && !url.host().isEmpty();
}

QComboBox *makeBusinessBox(const ViewContext &context, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setAccessibleName(AddingWords::tr("Business that it belongs to"));
    box->addItem(AddingWords::tr("All businesses"), QString());
    for (const auto &entity : context.studio.entities())
        box->addItem(entity.second, entity.first);
    box->setCurrentIndex(std::max(0, box->findData(context.studio.entity())));
    return box;
}

QDialogButtonBox *makeButtons(QDialog *dialog, const QString &confirm)
{
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *yes = buttons->addButton(confirm, QDialogButtonBox::AcceptRole);
    yes->setProperty("kind", QStringLiteral("primary"));
    yes->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    return buttons;
}

void send(ViewContext &context, QWidget *parent, const std::vector<NewSource> &sources, const QString &entity, const std::function<void()> &added)
{
    for (const NewSource &source : sources) {
        const bool web = source.kind == api::KnowledgeKind::Web;
        const QString name = web ? source.place : QFileInfo(source.place).fileName();
        const QString title = name.isEmpty() ? source.place : name;
        context.engine.submit(api::AddKnowledgeSource{source.kind, source.place, web ? QString() : title, entity}, parent,
                              [&context, title, added](const Result<api::Receipt> &receipt) {
                                  if (!receipt) {
                                      const Error &error = receipt.error();
                                      //: %1 is what was to be added, %2 why it was not
                                      const QString what = error.code == Errc::Conflict
                                                               ? AddingWords::tr("“%1” is a source already.").arg(title)
                                                               : AddingWords::tr("“%1” was not added. %2").arg(title, failureSentence(error));
                                      context.toasts.show(Toast{what, Tone::Danger, {}, {}, errorDetails(error)});
                                      return;
                                  }
                                  context.toasts.show(AddingWords::tr("“%1” was added and is being read.").arg(title), Tone::Ok);
                                  if (added)
                                      added();
                              });
    }
}

bool mayAdd(ViewContext &context)
{
    if (context.engine.caller().role >= api::Role::Operator)
        return true;
    context.toasts.show(AddingWords::tr("Adding sources needs the role operator."), Tone::Warn);
    return false;
}

} // namespace

QString webAddressOf(const QString &typed)
{
    const QString words = typed.trimmed();
    if (words.isEmpty() || words.size() > LongestAddress || words.contains(QLatin1Char(' ')))
        return {};
    QUrl url(words, QUrl::StrictMode);
    if (!words.contains(QLatin1String("://")))
        url = QUrl(QStringLiteral("https://") + words, QUrl::StrictMode);
    const bool dotted = url.host().contains(QLatin1Char('.')) || url.host().contains(QLatin1Char(':')) || url.host() == QLatin1String("localhost");
    if (!url.isValid() || !isWeb(url) || !dotted || !url.userInfo().isEmpty())
        return {};
    return url.toString(QUrl::FullyEncoded);
}

bool hasSourcesIn(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return std::any_of(urls.begin(), urls.end(), [](const QUrl &url) { return url.isLocalFile() || isWeb(url); })
           || (urls.isEmpty() && data.hasText() && data.text().trimmed().startsWith(QLatin1String("http")) && !webAddressOf(data.text()).isEmpty());
}

std::vector<NewSource> sourcesIn(const QMimeData &data)
{
    std::vector<NewSource> found;
    const auto take = [&](NewSource source) {
        if (int(found.size()) < MostAtOnce && std::find(found.begin(), found.end(), source) == found.end())
            found.push_back(std::move(source));
    };
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile()) {
            const QFileInfo file(url.toLocalFile());
            if (file.exists())
                take({file.isDir() ? api::KnowledgeKind::Folder : api::KnowledgeKind::File, file.absoluteFilePath()});
        } else if (isWeb(url)) {
            if (const QString address = webAddressOf(url.toString(QUrl::FullyEncoded)); !address.isEmpty())
                take({api::KnowledgeKind::Web, address});
        }
    }
    if (data.urls().isEmpty() && data.hasText() && hasSourcesIn(data))
        take({api::KnowledgeKind::Web, webAddressOf(data.text())});
    return found;
}

void addSources(ViewContext &context, QWidget *parent, const std::vector<NewSource> &sources, std::function<void()> added)
{
    if (sources.empty() || !mayAdd(context))
        return;
    const auto &entities = context.studio.entities();
    if (entities.size() <= 1) {
        send(context, parent, sources, {}, added);
        return;
    }
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("businessDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(AddingWords::tr("Add to Knowledge"));
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(10);
    const QString question = sources.size() == 1
                                 ? AddingWords::tr("Which business does “%1” belong to?").arg(QDir::toNativeSeparators(sources.front().place))
                                 : AddingWords::tr("Which business do these %n source(s) belong to?", nullptr, int(sources.size()));
    column->addWidget(makeWrappingLabel(question, TextStyle::Body, Token::Text, dialog));
    QComboBox *box = makeBusinessBox(context, dialog);
    column->addWidget(box);
    column->addWidget(makeWrappingLabel(AddingWords::tr("Sources of all businesses are found whichever business is looked at."), TextStyle::Small,
                                        Token::Text2, dialog));
    column->addWidget(makeButtons(dialog, AddingWords::tr("Add")));
    QObject::connect(dialog, &QDialog::accepted, parent, [&context, parent, sources, box, added = std::move(added)] {
        send(context, parent, sources, box->currentData().toString(), added);
    });
    dialog->open();
}

void chooseFolder(ViewContext &context, QWidget *parent, std::function<void()> added)
{
    if (!mayAdd(context))
        return;
    auto *dialog = new QFileDialog(parent, AddingWords::tr("Folder to read"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [&context, parent, added = std::move(added)](const QString &path) {
        if (!path.isEmpty())
            addSources(context, parent, {{api::KnowledgeKind::Folder, path}}, added);
    });
    dialog->open();
}

void chooseFiles(ViewContext &context, QWidget *parent, std::function<void()> added)
{
    if (!mayAdd(context))
        return;
    auto *dialog = new QFileDialog(parent, AddingWords::tr("Files to read"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, [&context, parent, added = std::move(added)](const QStringList &paths) {
        std::vector<NewSource> sources;
        for (const QString &path : paths.mid(0, MostAtOnce))
            sources.push_back({api::KnowledgeKind::File, path});
        addSources(context, parent, sources, added);
    });
    dialog->open();
}

void askWebAddress(ViewContext &context, QWidget *parent, std::function<void()> added)
{
    if (!mayAdd(context))
        return;
    askLine(parent, AddingWords::tr("Add a web address"),
            AddingWords::tr("The page, and the pages of the same site that it leads to, are read and looked at again from time to time."),
            QStringLiteral("https://"), LongestAddress, AddingWords::tr("Add"), [&context, parent, added = std::move(added)](const QString &typed) {
                const QString address = webAddressOf(typed);
                if (address.isEmpty()) {
                    context.toasts.show(AddingWords::tr("“%1” is no web address. Write it as https://studio.example/help").arg(typed), Tone::Warn);
                    return;
                }
                addSources(context, parent, {{api::KnowledgeKind::Web, address}}, added);
            });
}

void writeNote(ViewContext &context, QWidget *parent, std::function<void()> added)
{
    if (!mayAdd(context))
        return;
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("noteDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(AddingWords::tr("Add a note"));
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(8);
    column->addWidget(makeWrappingLabel(AddingWords::tr("What everybody should know and no document says. It is found and cited like one."),
                                        TextStyle::Body, Token::Text2, dialog));
    auto *title = new QLineEdit(dialog);
    title->setMaxLength(LongestNoteTitle);
    title->setPlaceholderText(AddingWords::tr("Title"));
    title->setAccessibleName(title->placeholderText());
    auto *words = new QPlainTextEdit(dialog);
    words->setTabChangesFocus(true);
    words->setPlaceholderText(AddingWords::tr("The note"));
    words->setAccessibleName(words->placeholderText());
    column->addWidget(title);
    column->addWidget(words, 1);
    QComboBox *business = nullptr;
    if (context.studio.entities().size() > 1) {
        business = makeBusinessBox(context, dialog);
        column->addWidget(business);
    }
    QDialogButtonBox *buttons = makeButtons(dialog, AddingWords::tr("Add"));
    QPushButton *yes = nullptr;
    for (QAbstractButton *button : buttons->buttons()) {
        if (buttons->buttonRole(button) == QDialogButtonBox::AcceptRole)
            yes = qobject_cast<QPushButton *>(button);
    }
    column->addWidget(buttons);
    const auto update = [yes, title, words] {
        const QString text = words->toPlainText();
        if (yes)
            yes->setEnabled(!title->text().trimmed().isEmpty() && !text.trimmed().isEmpty() && text.size() <= LongestNote);
    };
    QObject::connect(title, &QLineEdit::textChanged, dialog, update);
    QObject::connect(words, &QPlainTextEdit::textChanged, dialog, update);
    update();
    QObject::connect(dialog, &QDialog::accepted, parent, [&context, parent, title, words, business, added = std::move(added)] {
        api::AddKnowledgeDocument document;
        document.title = title->text().trimmed();
        document.name = document.title;
        document.type = QStringLiteral("text/markdown");
        document.bytes = words->toPlainText().toUtf8();
        document.entity = business ? business->currentData().toString() : QString();
        document.author = context.engine.caller().name;
        context.engine.submit(document, parent, [&context, name = document.title, added](const Result<api::Receipt> &receipt) {
            if (!receipt) {
                context.toasts.show(Toast{AddingWords::tr("The note was not added. %1").arg(failureSentence(receipt.error())), Tone::Danger, {}, {},
                                          errorDetails(receipt.error())});
                return;
            }
            context.toasts.show(AddingWords::tr("The note “%1” was added.").arg(name), Tone::Ok);
            if (added)
                added();
        });
    });
    dialog->resize(460, 380);
    dialog->open();
}

} // namespace hs::ui
