#include "ui/records/record_view.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/records/record_row_delegate.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {
const QString Contacts = QStringLiteral("contacts-profiles");
constexpr int UndoSeconds = 600; ///< how long a deleted record can be taken back
}

RecordView::RecordView(ViewContext &context, QWidget *parent)
    : DockView(context, parent), m_model(context.engine)
{
    setProperty("fill", QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *sides = new QHBoxLayout(this);
    sides->setContentsMargins(0, 0, 0, 0);
    sides->setSpacing(0);

    m_listSide = new QWidget(this);
    auto *listLayout = new QVBoxLayout(m_listSide);
    listLayout->setContentsMargins(0, 8, 0, 0);
    listLayout->setSpacing(6);
    auto *tools = new QVBoxLayout;
    tools->setContentsMargins(12, 0, 12, 0);
    tools->setSpacing(6);
    m_chooser = new QComboBox(m_listSide);
    m_chooser->setAccessibleName(tr("Database"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_search = new SearchField(context.theme, tr("Find a record"), m_listSide);
    tools->addWidget(m_chooser);
    tools->addWidget(m_search);
    listLayout->addLayout(tools);
    m_list = new VirtualList;
    m_list->setEstimate(48);
    m_list->setRowMargins({0, 2, 0, 6});
    m_list->setAccessibleName(tr("Records"));
    m_list->setLetsGo(true); // the record beside it stays, with what is being changed
    m_list->setItemDelegate(new RecordRowDelegate(context.theme, context.ticker, m_list));
    m_list->setModel(&m_model);
    m_listStates = new ContentStates(context.theme, m_list, m_listSide);
    listLayout->addWidget(m_listStates, 1);
    sides->addWidget(m_listSide);
    QFrame *line = makeFrame("vline", this);
    sides->addWidget(line);

    m_recordSide = new QWidget(this);
    auto *recordLayout = new QVBoxLayout(m_recordSide);
    recordLayout->setContentsMargins(0, 0, 0, 0);
    recordLayout->setSpacing(0);
    auto *page = new QWidget;
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(0);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 10, 16, 8);
    head->setSpacing(2);
    m_back = makeButton(tr("All records"), ButtonKind::Link, context.theme, page, QStringLiteral("chevron-left"));
    head->addWidget(m_back, 0, Qt::AlignLeading);
    m_name = makeWrappingLabel({}, TextStyle::Title, Token::Text, page);
    m_about = makeWrappingLabel({}, TextStyle::Small, Token::Text2, page);
    head->addWidget(m_name);
    head->addWidget(m_about);
    pageLayout->addLayout(head);
    m_pages = new RecordPages(context, page);
    m_form = &m_pages->form();
    pageLayout->addWidget(m_pages, 1);
    m_recordStates = new ContentStates(context.theme, page, m_recordSide);
    recordLayout->addWidget(m_recordStates);
    sides->addWidget(m_recordSide, 1);

    connect(m_chooser, &QComboBox::activated, this, [this](int row) { chooseDatabase(m_chooser->itemData(row).toString()); });
    connect(m_search, &SearchField::searched, this, [this](const QString &text) {
        api::RecordQuery query = m_model.shown();
        query.text = text;
        m_model.show(query);
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            openRecord(m_model.at(current.row()).database, m_model.at(current.row()).id);
    });
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) {
        if (last >= m_model.size() - 30)
            m_model.loadMore();
    });
    connect(m_back, &QPushButton::clicked, this, [this] {
        leaveRecord();
        m_list->setFocus();
    });
    connect(&m_model, &RecordListModel::loadingChanged, this, [this](bool loading) {
        if (loading)
            m_listStates->beginLoading();
    });
    connect(&m_model, &RecordListModel::loaded, this, &RecordView::updateStates);
    connect(&m_model, &RecordListModel::failed, this, [this](const Error &error) {
        m_listStates->showFailure({tr("The records could not be read."), this->context().ticker.now(), {}, error,
                                   [this] { m_model.refresh(); }});
    });
    connect(m_form, &RecordForm::saved, this, [this](const api::RecordRow &record) {
        m_name->setText(record.title);
        m_model.refresh();
    });
    connect(m_form, &RecordForm::created, this, [this](const QString &database, const QString &id) {
        m_model.refresh();
        openRecord(database, id);
    });
    connect(m_form, &RecordForm::newGivenUp, this, [this] {
        leaveRecord();
        m_list->setFocus();
    });
    connect(&context.engine, &api::Engine::changed, this, [this](const api::Change &change) {
        if (change.topic != api::Topic::Records || m_record.isEmpty())
            return;
        if (change.ids.empty() || std::find(change.ids.begin(), change.ids.end(), m_record) != change.ids.end())
            askRecord();
    });
    connect(&context.studio, &StudioFilter::changed, this, [this] {
        api::RecordQuery query = m_model.shown();
        query.entity = this->context().studio.entity();
        m_model.show(query);
    });
    connect(&context.theme, &Theme::changed, this, [this] {
        m_list->remeasureAll();
        layOut();
    });
    context.actions.add({QStringLiteral("record.save"), tr("Save the record"), tr("keep changes"), QStringLiteral("record"),
                         QKeySequence(QKeySequence::Save), QStringLiteral("save")},
                        this, [this] {
                            if (m_pages->page() == RecordPages::Page::Text && m_pages->text().isDirty())
                                m_pages->text().save();
                            else if (m_form->isDirty())
                                m_form->save();
                        });
    makeActions();
    updateStates();
    layOut();
    askDatabases();
}

void RecordView::makeActions()
{
    m_newAction = context().actions.add({QStringLiteral("record.new"), tr("New record"), tr("add create make contact"), QStringLiteral("record"),
                                         QKeySequence(QKeySequence::New), QStringLiteral("plus")},
                                        this, [this] { startNew(); });
    m_deleteAction = context().actions.add({QStringLiteral("record.delete"), tr("Delete the record…"), tr("remove erase"),
                                            QStringLiteral("record"), {}, QStringLiteral("trash-2")},
                                           this, [this] { askDelete(); });
    for (QAction *action : {m_newAction, m_deleteAction})
        action->setIcon(context().theme.icon(action == m_newAction ? QStringLiteral("plus") : QStringLiteral("trash-2")));
    connect(&context().engine, &api::Engine::callerChanged, this, &RecordView::updateActions);
    updateActions();
}

void RecordView::updateActions()
{
    const bool may = context().engine.caller().role >= api::Role::Operator;
    const QString needs = tr("Needs the role operator.");
    ActionRegistry::setEnabled(m_newAction, may && m_databasesKnown && !m_databases.empty(),
                               may ? tr("The databases are not known yet.") : needs);
    ActionRegistry::setEnabled(m_deleteAction, may && !m_record.isEmpty(), may ? tr("No record is chosen.") : needs);
}

QList<QAction *> RecordView::headerActions() const
{
    return {m_newAction, m_deleteAction};
}

void RecordView::leaveRecord()
{
    m_record.clear();
    m_list->selectionModel()->clear();
    updateStates();
    updateActions();
    layOut();
}

void RecordView::startNew()
{
    const api::DatabaseInfo *info = database(m_database);
    if (!info || m_form->isDirty()) {
        if (info)
            context().toasts.show(tr("Save or discard the changes to this record first."), Tone::Warn);
        return;
    }
    m_record.clear();
    m_list->selectionModel()->clear();
    m_form->startNew(*info);
    m_pages->follow();
    m_name->setText(tr("New record"));
    m_about->setText(info->title);
    m_recordStates->showContent();
    updateActions();
    layOut();
    m_form->focusFirst();
}

void RecordView::askDelete()
{
    const api::DatabaseInfo *info = database(m_recordDatabase);
    if (m_record.isEmpty() || m_form->record().id != m_record || !info)
        return;
    const QString title = m_form->record().title.isEmpty() ? tr("Untitled") : m_form->record().title;
    //: %1 is the title of a record
    auto *question = new QMessageBox(QMessageBox::NoIcon, tr("Delete record"), tr("Delete “%1”?").arg(title), QMessageBox::NoButton, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    //: %1 is the name of a database
    question->setInformativeText(tr("It leaves “%1” at once, and workflows no longer find it. You can take that back for ten minutes "
                                    "while the console is open.").arg(info->title));
    QPushButton *remove = question->addButton(tr("Delete the record"), QMessageBox::DestructiveRole);
    setButtonKind(remove, ButtonKind::Danger);
    question->setDefaultButton(question->addButton(tr("Keep it"), QMessageBox::RejectRole));
    connect(remove, &QPushButton::clicked, this, &RecordView::deleteShown);
    question->open();
}

void RecordView::deleteShown()
{
    const api::DatabaseInfo *info = database(m_recordDatabase);
    if (m_record.isEmpty() || !info)
        return;
    const api::RecordRow record = m_form->record();
    context().engine.submit(api::DeleteRecord{m_recordDatabase, record.id, record.etag}, this,
                            [this, record, info = *info](Result<api::Receipt> receipt) {
                                if (!receipt) {
                                    //: %1 why not, a sentence
                                    context().toasts.show(Toast{tr("The record was not deleted. %1").arg(errorSentence(receipt.error())),
                                                                Tone::Danger, {}, {}, errorDetails(receipt.error())});
                                    return;
                                }
                                m_pages->text().forget(record.id);
                                if (m_record == record.id) {
                                    m_form->show(info, {}); // nothing of it is left to save
                                    leaveRecord();
                                }
                                m_model.refresh();
                                bringBack(record, info);
                            });
}

void RecordView::bringBack(const api::RecordRow &record, const api::DatabaseInfo &info)
{
    //: %1 is the title of a record
    const QString text = tr("Deleted: %1").arg(record.title.isEmpty() ? tr("Untitled") : record.title);
    const auto undo = [this, record, info] {
        // The engine makes anew what it keeps itself; all the rest comes back as it was, under the same id.
        QJsonObject fields;
        for (const api::PropertyInfo &property : info.properties) {
            if (!property.systemOnly && property.type != QLatin1String("formula") && record.fields.contains(property.name))
                fields.insert(property.name, record.fields.value(property.name));
        }
        context().engine.submit(api::PutRecord{info.key, record.id, fields}, this, [this, record](Result<api::Receipt> receipt) {
            if (!receipt) {
                context().toasts.show(Toast{tr("The record could not be brought back. %1").arg(errorSentence(receipt.error())),
                                            Tone::Danger, {}, {}, errorDetails(receipt.error())});
                return;
            }
            context().undo.removeKey(QStringLiteral("record/") + record.id);
            context().toasts.show(tr("The record is back"), Tone::Ok);
            m_model.refresh();
            openRecord(record.database, record.id);
        });
    };
    context().undo.push({text, context().ticker.now().addSecs(UndoSeconds), undo, QStringLiteral("record/") + record.id});
    context().toasts.show(Toast{text, Tone::Neutral, tr("Undo"), undo});
}

QString RecordView::title() const
{
    return tr("Records");
}

QString RecordView::badge() const
{
    const api::DatabaseInfo *shown = database(m_database);
    return shown ? shown->title : QString();
}

const api::DatabaseInfo *RecordView::database(const QString &key) const
{
    const auto found = std::find_if(m_databases.begin(), m_databases.end(), [&](const auto &info) { return info.key == key; });
    return found == m_databases.end() ? nullptr : &*found;
}

void RecordView::askDatabases()
{
    m_listStates->beginLoading();
    context().engine.ask(api::DatabaseQuery{}, this, [this](Result<std::vector<api::DatabaseInfo>> databases) {
        if (!databases) {
            m_listStates->showFailure({tr("The list of databases could not be read."), context().ticker.now(), {}, databases.error(),
                                       [this] { askDatabases(); }});
            return;
        }
        m_databasesKnown = true;
        m_databases = std::move(*databases);
        updateActions();
        m_chooser->clear();
        for (const api::DatabaseInfo &info : m_databases)
            //: A database of the hub and how many records it holds
            m_chooser->addItem(tr("%1 (%2)").arg(info.title, QLocale().toString(info.records)), info.key);
        if (!database(m_database))
            m_database = database(Contacts) ? Contacts : m_databases.empty() ? QString() : m_databases.front().key;
        const QString key = std::exchange(m_database, {});
        chooseDatabase(key);
        if (!m_record.isEmpty())
            askRecord();
    });
}

void RecordView::chooseDatabase(const QString &key)
{
    if (key == m_database)
        return;
    m_database = key;
    m_chooser->setCurrentIndex(m_chooser->findData(key));
    api::RecordQuery query;
    query.database = key;
    query.text = m_search->text().trimmed();
    query.entity = context().studio.entity();
    m_model.show(query);
    Q_EMIT badgeChanged();
}

void RecordView::openRecord(const QString &key, const QString &id)
{
    if (id == m_record && key == m_recordDatabase)
        return;
    if (m_form->isNew() && m_form->isDirty()) {
        context().toasts.show(tr("The new record is not created yet: create it or give it up first."), Tone::Warn);
        m_list->selectionModel()->clear();
        return;
    }
    m_recordDatabase = key;
    m_record = id;
    m_recordStates->beginLoading();
    updateActions();
    layOut();
    askRecord();
}

void RecordView::askRecord()
{
    if (!m_databasesKnown)
        return;
    context().engine.ask(api::RecordDetailQuery{m_recordDatabase, m_record}, this,
                         [this, id = m_record](Result<api::RecordRow> record) {
                             if (id != m_record)
                                 return;
                             if (!record) {
                                 m_recordStates->showFailure({tr("The record could not be read."), context().ticker.now(), {},
                                                              record.error(), [this] { askRecord(); }});
                                 return;
                             }
                             const api::DatabaseInfo *info = database(record->database.isEmpty() ? m_recordDatabase : record->database);
                             m_name->setText(record->title.isEmpty() ? tr("Untitled") : record->title);
                             QStringList about;
                             if (info)
                                 about << info->title;
                             //: %1 when a record was changed last, %2 by whom
                             about << tr("changed %1 by %2").arg(momentText(record->updatedAt, context().ticker.now()), record->updatedBy);
                             m_about->setText(about.join(QStringLiteral(" · ")));
                             if (m_form->record().id == record->id)
                                 m_form->noticeChange(*record);
                             else
                                 m_form->show(info ? *info : api::DatabaseInfo{}, *record);
                             m_pages->follow();
                             m_recordStates->showContent();
                         });
}

void RecordView::updateStates()
{
    if (m_record.isEmpty() && !m_form->isNew())
        m_recordStates->showEmpty({QStringLiteral("database"), tr("No record chosen"), tr("Choose one from the list to read or change it."),
                                   {}, {}, Tone::Neutral});
    if (!m_databasesKnown || !m_model.hasAnswer())
        return;
    if (!m_model.isEmpty())
        m_listStates->showContent();
    else if (!m_model.shown().text.isEmpty() || !m_model.shown().entity.isEmpty())
        m_listStates->showEmpty({QStringLiteral("search"), tr("No record matches"), tr("Nothing here fits the filter."), tr("Clear filter"),
                                 [this] {
                                     m_search->clear();
                                     context().studio.setEntity({});
                                 },
                                 Tone::Neutral});
    else
        m_listStates->showEmpty({QStringLiteral("database"), tr("No records yet"),
                                 tr("They are made when events come in and workflows run, or by hand."), tr("New record"),
                                 [this] { m_newAction->trigger(); }, Tone::Accent});
}

void RecordView::layOut()
{
    const bool wide = width() >= context().theme.scaled(SideBySide);
    const bool open = !m_record.isEmpty() || m_form->isNew();
    m_listSide->setVisible(wide || !open);
    m_recordSide->setVisible(wide || open);
    m_back->setVisible(!wide && open);
    if (wide)
        m_listSide->setFixedWidth(std::min(context().theme.scaled(280), width() * 2 / 5));
    else {
        m_listSide->setMinimumWidth(0);
        m_listSide->setMaximumWidth(QWIDGETSIZE_MAX);
    }
}

void RecordView::resizeEvent(QResizeEvent *event)
{
    DockView::resizeEvent(event);
    layOut();
}

void RecordView::refresh()
{
    askDatabases();
    m_model.refresh();
}

void RecordView::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QWidget *RecordView::firstFocus()
{
    return m_list->isVisible() ? static_cast<QWidget *>(m_list) : m_back;
}

void RecordView::showObject(const QString &kind, const QString &id)
{
    if (id.isEmpty())
        return;
    const auto slash = id.indexOf(QLatin1Char('/'));
    QString key = slash > 0 ? id.left(slash) : QString();
    if (key.isEmpty() && kind == QLatin1String("contact"))
        key = Contacts;
    if (!key.isEmpty() && m_databasesKnown)
        chooseDatabase(key);
    else if (!key.isEmpty())
        m_database = key;
    openRecord(key, id.mid(slash + 1));
}

QStringList RecordView::workInHand() const
{
    QStringList work;
    if (m_form->isDirty() && m_form->isNew())
        work << tr("A new record is not created yet.");
    else if (m_form->isDirty())
        //: %1 is the title of a record
        work << tr("Changes to “%1” are not saved.").arg(m_form->record().title);
    for (const QString &title : m_pages->text().unsaved())
        //: %1 is the title of a record
        work << tr("The page content of “%1” is not saved.").arg(title);
    return work;
}

QByteArray RecordView::saveState() const
{
    return QJsonDocument(QJsonObject{{QStringLiteral("database"), m_database},
                                     {QStringLiteral("recordDatabase"), m_recordDatabase},
                                     {QStringLiteral("record"), m_record}})
        .toJson(QJsonDocument::Compact);
}

void RecordView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    const QString key = state.value(QStringLiteral("database")).toString();
    if (key.isEmpty())
        return;
    if (m_databasesKnown)
        chooseDatabase(key);
    else
        m_database = key;
    if (const QString id = state.value(QStringLiteral("record")).toString(); !id.isEmpty())
        openRecord(state.value(QStringLiteral("recordDatabase")).toString(), id);
}

} // namespace hs::ui
