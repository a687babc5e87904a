#include "ui/text/notion_forms.h"

#include <QtGlobal>

namespace hs::ui {

namespace {

const char *const NotionForms[] = {
    // Two values, one of which stands.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the console's change came last"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the change in Notion came last"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "both were changed within the same minute, which is all that Notion tells: Notion's value is kept"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the page was removed in Notion, but the record was changed here: it is kept, and gets a page again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the later edit is kept: it was made in the console"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the later edit is kept: it was made in Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" was changed on both sides"),
    // The card.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Not connected"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Paused: %1 changes wait"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Databases are being set up"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Not reachable: %1 changes wait"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 pages went missing at once: a person has to say whether they are gone"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 items need somebody"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1 changes wait to be uploaded"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "All changes are uploaded"),
    // Setting up.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "there is no token for Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "create a connection in Notion and paste its token"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "create a connection in Notion and set its token"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is not the address of a page in Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "open the page in Notion, choose \"Copy link\", and paste it here"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the parent page is not there, or not shared with the connection"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "open the page in Notion, and under \"Connections\" add this connection"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "no page is named under which the databases are to be made"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "paste the address of a page of Notion that is shared with the connection"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "databases of these titles are in Notion and differ: %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "look at the differences in Integrations, then say whether to use them or to make new ones"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the databases are being set up already"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the database is not connected to Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion made a database without a table"),
    // What Notion answered.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion does not take the token (any longer); enter a new one in Integrations"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion does not find it: it was deleted, or it is not shared with the connection"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Somebody changed it at the same moment; the console reads it again first"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion blocks this connection. The console sends nothing more until somebody has settled it with Notion and starts it again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion blocks this connection"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion cannot be reached; the console tries again by itself"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion did not answer in time"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion did not answer"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion's answer cannot be read"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion's answer could not be taken"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion had a fault of its own"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion is busy; the console waits and goes on by itself"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "These were more requests a minute than Notion takes; the console waits and goes on by itself"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion takes no more requests for this workspace at the moment; the console waits as long as Notion asks"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion takes no more requests of this kind at the moment; the console waits as long as Notion asks"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The free workspace has all the blocks it may have, so nothing new is made; changes still go through. Choose a plan in Notion or delete blocks there"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The connection lacks a right for this; give it the right to read, insert and update content in Notion's settings of the connection"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion does not take the version of its interface that is set; choose another in the settings"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion finds a mistake in what was sent"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion does not take the value of \"%1\""),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion refused the request with status %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "The request cannot be sent as it is, or its answer is too large"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the database has no property \"Console ID\" in Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "let the console add what is missing"),
    // How a database in Notion differs.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" (%2) is not of the hub; it is shown and left alone"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" leads to a database that is not in Notion yet"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is missing; it comes together with \"%2\" of the database that it leads to"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" (%2) is missing and can be added"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is a %2 property in Notion, the hub expects %3; its values are shown and not written"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion calls \"%1\" \"%2\"; it can be given its name"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is called \"%2\" in Notion; it stays the same property"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" leads to another database than the hub's; its values are shown and not written"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" shows on one side alone; on the other side nothing is seen of it in Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" lacks the option %2, which can be added"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" lacks the options %2, which can be added"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" lacks the option %2; Notion lets nobody but people add options to a status"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" lacks the options %2; Notion lets nobody but people add options to a status"),
    // Values that one side cannot take.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion holds it in another form"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: has more than 200 characters, which Notion does not take"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: has more than 2,000 characters, which Notion does not take"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: has more than 100 entries, which Notion does not take at once"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: has more digits than Notion can hold"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "must be a number, found %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "must be a whole number, found %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "leave out the fraction"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "must be %1 or more, found %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "must be %1 or less, found %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "must be %1 to %2, found %3"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "give a number in that range"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is not an option"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "use one of %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is not a date with time"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "\"%1\" is not a date"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "write it as %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is not an e-mail address"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is not a phone number"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "write 7 to 15 digits, as %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is not a web address"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "has %1 bytes, the limit is %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "shorten it"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "has %1 entries, the limit is %2"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "name fewer"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is missing"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "every record of %1 needs it"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is written by the console alone"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "is computed"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "leave it out"),
    // The text inside a page.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion does not give the whole text of this page: it can only be changed there"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "open the page in Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "change it in Notion, then take what stands there"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the text is longer than a page of Notion takes: %1 of %2 bytes"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "make it shorter, or part it"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the text was changed meanwhile by %1"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the text was changed meanwhile"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "look at what it says now, then change it again"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "the record has no page in Notion"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "there is no record \"%1\""),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "%1: the text of its page was changed"),
    // What a pass would do, or why nothing can be said of it.
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "it is being looked at already"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "a pass is under way already"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "Notion is not connected: there is no token"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "more than 10,000 pages were made in one minute: Notion does not list them all"),
    QT_TRANSLATE_NOOP("hs::ui::EngineWords", "more than 10,000 pages of one minute: Notion does not give them all"),
};

} // namespace

std::span<const char *const> notionForms()
{
    return NotionForms;
}

} // namespace hs::ui
