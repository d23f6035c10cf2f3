/** A connection as people see it. */
export type {
  ConnectionView,
  EndView,
  PathDetails,
  PathView,
  Stage,
  StageView,
} from '../../connection/connection-view.ts';
