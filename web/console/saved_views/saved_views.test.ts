import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import type { CaseFilter, SavedViewEntry } from "../../client/index.ts";
import { listLocation, pageLocation } from "../location.ts";
import type { Rest } from "../rest.ts";
import type { Router } from "../router.ts";
import {
  applyView,
  createSavedViews,
  filterShown,
  isFiltered,
  isShown,
  isViewShown,
  leaveView,
  savedViewsOf,
  storeOfGroup,
} from "./saved_views.ts";

const view = (name: string, filter: CaseFilter, more: Partial<SavedViewEntry> = {}): SavedViewEntry => ({
  id: name.padStart(26, "0"),
  personal: true,
  name,
  filter,
  updated_at: 0,
  updated_by: null,
  version: 1,
  ...more,
});

function routerAt() {
  return {
    location: signal(listLocation("waiting")),
    query: signal(""),
    group: signal<string | null>(null),
    priority: signal<Router["priority"]["value"]>(null),
    tag: signal<string | null>(null),
    overdue: signal<true | null>(null),
  };
}

test("what a list shows is a view of it, and a view shows the same again", () => {
  const router = routerAt();
  assert.equal(isFiltered(router), false);
  router.location.value = listLocation("open");
  router.group.value = "demo/2";
  router.overdue.value = true;
  const filter = filterShown(router, "demo");
  assert.deepEqual(filter, { list: "open", group: 2, overdue: true });
  assert.deepEqual([isFiltered(router), storeOfGroup(router)], [true, "demo"]);
  const kept = { store: "demo", view: view("Late", filter) };
  assert.equal(isShown(router, kept), true);
  applyView(router, { store: "demo", view: view("Urgent", { list: "open", priority: "urgent", tag: "vip" }) });
  assert.deepEqual(filterShown(router, "demo"), { list: "open", priority: "urgent", tag: "vip" });
  assert.equal(isShown(router, kept), false);
  router.query.value = "Ines";
  applyView(router, kept);
  assert.deepEqual([isShown(router, kept), router.query.value], [true, ""]);
});

test("a group's number is one of its store, and a page shows no view", () => {
  const router = routerAt();
  router.group.value = "north/2";
  assert.deepEqual(filterShown(router, "demo"), { list: "waiting" });
  assert.equal(isShown(router, { store: "demo", view: view("Two", { list: "waiting", group: 2 }) }), false);
  const whole = { store: "demo", view: view("All", { list: "waiting" }) };
  router.group.value = null;
  assert.equal(isShown(router, whole), true);
  router.location.value = pageLocation("team");
  assert.equal(isShown(router, whole), false);
});

test("a whole list lifts what a view has set, from a page too; a click for another tab, and what one chose, do not", async () => {
  const refunds = view("Refunds", { list: "waiting", tag: "refund" });
  const rest = { GET: async () => ({ data: { views: [refunds] } }) } as unknown as Rest;
  await savedViewsOf(rest).load(["demo"]);
  const router = routerAt();
  const app = { router, rest };
  const click = { button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  assert.equal(isViewShown(app), false);
  applyView(router, { store: "demo", view: refunds });
  assert.equal(isViewShown(app), true);
  leaveView(app, { ...click, metaKey: true });
  assert.equal(router.tag.value, "refund");
  router.location.value = pageLocation("team");
  leaveView(app, click);
  assert.equal(router.tag.value, null);
  router.tag.value = "vip";
  leaveView(app, click);
  assert.deepEqual([router.tag.value, isViewShown(app)], ["vip", false]);
});

test("one's own stand first, each by name, and what was written is there at once", async () => {
  const late = view("Late", { list: "open", overdue: true });
  const shared = view("All urgent", { list: "waiting", priority: "urgent" }, { personal: false });
  const rest = {
    GET: async () => ({ data: { views: [shared, late] } }),
    POST: async (path: string, { body }: { body: { name: string; filter: CaseFilter } }) =>
      path.endsWith("/delete")
        ? {}
        : { data: view(path.includes("{view}") ? "Late" : "Billing", body.filter, { name: body.name }) },
  } as unknown as Rest;
  const views = createSavedViews(rest);
  const names = () => views.known.value.map((one) => one.view.name);
  await views.load(["demo"]);
  assert.deepEqual(names(), ["Late", "All urgent"]);
  await views.add("demo", { id: "1", personal: true, name: "Billing", filter: { list: "open", group: 1 } });
  assert.deepEqual(names(), ["Billing", "Late", "All urgent"]);
  const of = () => ({ store: "demo", view: views.known.value.find((one) => one.view.id === late.id)!.view });
  await views.rename(of(), "Behind", "2");
  assert.deepEqual(names(), ["Behind", "Billing", "All urgent"]);
  await views.remove(of(), "3");
  assert.deepEqual(names(), ["Billing", "All urgent"]);
});

test("of a store whose views can't be had, what is known stays", async () => {
  let isThere = true;
  const rest = {
    GET: () => (isThere ? Promise.resolve({ data: { views: [view("Late", { list: "open" })] } }) : Promise.reject()),
  } as unknown as Rest;
  const views = createSavedViews(rest);
  await views.load(["demo"]);
  isThere = false;
  await views.load(["demo"]);
  assert.equal(views.known.value.length, 1);
});
