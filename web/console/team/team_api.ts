import type { AgentChange, AgentList, AgentView, AuditPage, Group } from "../../client/index.ts";
import { documentOf, type Rest } from "../rest.ts";

/** A store's directory over the API. Each call rejects as the API's do. */
export interface TeamApi {
  list(store: string): Promise<AgentList>;
  change(store: string, agent: string, change: AgentChange): Promise<AgentView>;
  setAvailable(store: string, agent: string, available: boolean): Promise<AgentView>;
  addGroup(store: string, id: string, name: string): Promise<Group>;
  changeGroup(store: string, group: number, change: { id: string; name?: string; closed?: boolean }): Promise<Group>;
  changes(store: string, cursor?: string): Promise<AuditPage>;
}

export function createTeamApi(rest: Rest): TeamApi {
  const of = (store: string) => ({ params: { path: { store } } });
  const ofAgent = (store: string, agent: string) => ({ params: { path: { store, agent } } });
  return {
    list: (store) => documentOf(rest.GET("/stores/{store}/agents", of(store))),
    change: (store, agent, body) =>
      documentOf(rest.POST("/stores/{store}/agents/{agent}", { ...ofAgent(store, agent), body })),
    setAvailable: (store, agent, available) =>
      documentOf(
        rest.POST("/stores/{store}/agents/{agent}/availability", { ...ofAgent(store, agent), body: { available } }),
      ),
    addGroup: (store, id, name) =>
      documentOf(rest.POST("/stores/{store}/groups", { ...of(store), body: { id, name } })),
    changeGroup: (store, group, body) =>
      documentOf(rest.POST("/stores/{store}/groups/{group}", { params: { path: { store, group } }, body })),
    changes(store, cursor) {
      const query = cursor === undefined ? {} : { cursor };
      return documentOf(rest.GET("/stores/{store}/audit", { params: { path: { store }, query } }));
    },
  };
}
